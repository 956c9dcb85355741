import { readSessions } from '../client/read-sessions.ts';
import { MpmError } from '../shared/errors.ts';
import type { World } from './world.ts';

/** Among so many of the latest a beginning of an id is looked for. */
const LOOKED_AT = 10_000;

/** `last`, a whole id, or the beginning of one. */
export async function findSession(asked: string, world: World): Promise<string> {
  const among = asked === 'last' ? { limit: 1 } : { limit: LOOKED_AT, hidden: 'all' as const };
  const ids = (await readSessions({ ...among, ...world.daemon() })).map(({ id }) => id);
  if (asked === 'last') {
    if (ids[0] !== undefined) return ids[0];
    throw new MpmError('NO_SESSION', 'There is no session yet.', { hint: 'mpm-hook doctor' });
  }
  const matching = ids.includes(asked) ? [asked] : ids.filter((id) => id.startsWith(asked));
  if (matching.length < 2) return matching[0] ?? asked;
  throw new MpmError('AMBIGUOUS_SESSION', `${matching.length} sessions begin with "${asked}".`, {
    hint: `One of: ${matching.slice(0, 5).join(', ')}`,
  });
}
