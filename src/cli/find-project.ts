import * as path from 'node:path';
import { readSessions } from '../client/read-sessions.ts';
import { MpmError } from '../shared/errors.ts';
import type { World } from './world.ts';

/** Among the projects of so many of the latest sessions a name is looked for. */
const LOOKED_AT = 10_000;

/** A folder's path, or the bare name of one that sessions were started in. */
export async function findProject(asked: string, world: World): Promise<string> {
  if (/[/\\]/.test(asked) || asked.startsWith('.')) return path.resolve(world.folder, asked);
  const sessions = await readSessions({ limit: LOOKED_AT, ...world.daemon() });
  const named = new Set(
    sessions.flatMap(({ project }) => (project !== undefined && path.basename(project) === asked ? [project] : [])),
  );
  const [first, ...others] = named;
  if (first === undefined) return path.resolve(world.folder, asked);
  if (others.length === 0) return first;
  throw new MpmError('AMBIGUOUS_PROJECT', `${named.size} projects are called "${asked}".`, {
    hint: `One of: ${[...named].slice(0, 5).join(', ')}`,
  });
}
