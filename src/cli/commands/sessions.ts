import { listSessions } from '../../client/read-sessions.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import type { SessionStateName } from '../../shared/session-view.ts';
import { EXIT } from '../exit-codes.ts';
import { launchOptions } from '../launch-options.ts';
import { printSessions } from '../render/session-table.ts';
import { sayHeld } from '../say-held.ts';
import type { World } from '../world.ts';

interface SessionsOptions {
  readonly state: string | undefined;
  readonly limit: number | undefined;
  readonly all: boolean;
  readonly json: boolean;
}

const LIMIT = 20;

/** Who needs you stands first, then who works, then the others, each as they were heard of last. */
const ORDER: readonly SessionStateName[] = ['waiting', 'working', 'idle', 'lost', 'ended'];

/** Says what every session is doing. */
export async function sessions({ state, limit = LIMIT, all, json }: SessionsOptions, world: World): Promise<number> {
  await ensureDaemon(launchOptions(world));
  const { sessions: found, held } = await listSessions({
    limit,
    state: state as SessionStateName | undefined,
    hidden: all ? 'all' : undefined,
    ...world.daemon(),
  });
  const sorted = found.toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
  const { out } = world;
  const lines = json
    ? [toSafeJson({ sessions: sorted, held })]
    : printSessions(sorted, { nowMs: world.nowMs(), columns: out.columns, paint: out.paint, glyphs: out.glyphs });
  for (const line of lines) out.line(line);
  sayHeld(held, world);
  return EXIT.done;
}
