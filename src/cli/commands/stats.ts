import { readOverview } from '../../client/read-overview.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
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
  const lines = json
    ? [toSafeJson(overview)]
    : printStats(overview, { nowMs: world.nowMs(), columns: out.columns, paint: out.paint, glyphs: out.glyphs });
  for (const line of lines) out.line(line);
  sayLeftOut(overview.held, world);
  return EXIT.done;
}
