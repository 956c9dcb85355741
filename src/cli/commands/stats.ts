import { readOverview } from '../../client/read-overview.ts';
import { readSessions } from '../../client/read-sessions.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import type { Overview } from '../../shared/overview.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import type { SessionStateName } from '../../shared/session-view.ts';
import { checkMoment } from '../check-moment.ts';
import { EXIT } from '../exit-codes.ts';
import { findProject } from '../find-project.ts';
import { findSession } from '../find-session.ts';
import { launchOptions } from '../launch-options.ts';
import { printStats } from '../render/stats.ts';
import { sayLeftOut } from '../say-held.ts';
import type { World } from '../world.ts';

interface StatsOptions {
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly project: string | undefined;
  readonly session: string | undefined;
  readonly json: boolean;
}

/** More than anyone has at one time; an answer brings them all. */
const MOST_AT_ONCE = 1000;

/** Says what was done in the last hour, or since then, and where somebody was waited for. */
export async function stats({ since, until, project, session, json }: StatsOptions, world: World): Promise<number> {
  checkMoment(since, world);
  checkMoment(until, world);
  await ensureDaemon(launchOptions(world));
  const overview = await readOverview({
    since,
    until,
    project: project === undefined ? undefined : await findProject(project, world),
    session: session === undefined ? undefined : await findSession(session, world),
    ...world.daemon(),
  });
  const { out } = world;
  if (json) out.line(toSafeJson(overview));
  else for (const line of await print(overview, world)) out.line(line);
  sayLeftOut(overview.held, world);
  return EXIT.done;
}

async function print(overview: Overview, world: World): Promise<string[]> {
  const { out, nowMs, timeZone } = world;
  const [working, waiting] = await Promise.all([idsOf('working', world), idsOf('waiting', world)]);
  const { columns, paint, glyphs } = out;
  return printStats(overview, { nowMs: nowMs(), timeZone, working, waiting, columns, paint, glyphs });
}

async function idsOf(state: SessionStateName, { daemon }: World): Promise<ReadonlySet<string>> {
  const sessions = await readSessions({ state, hidden: 'all', limit: MOST_AT_ONCE, ...daemon() });
  return new Set(sessions.map(({ id }) => id));
}
