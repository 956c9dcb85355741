import * as path from 'node:path';
import { askToForget } from '../../client/ask-to-forget.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { parseMoment } from '../../shared/duration.ts';
import type { ForgetReport } from '../../shared/forget-report.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { ask } from '../ask.ts';
import { checkMoment } from '../check-moment.ts';
import { EXIT } from '../exit-codes.ts';
import { findSession } from '../find-session.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import { isNothing, printForget } from '../render/forget.ts';
import type { World } from '../world.ts';

interface ForgetOptions {
  readonly session: string | undefined;
  readonly before: string | undefined;
  readonly project: string | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Shows what would be removed, asks, removes it, and shows what was. */
export async function forget(given: ForgetOptions, world: World): Promise<number> {
  const { dryRun, yes, json } = given;
  checkWish(given, world);
  if (!dryRun && !yes && !world.canAsk) {
    throw misuse('Nobody is there to be asked.', 'Look with --dry-run first, then say --yes.');
  }
  await ensureDaemon(launchOptions(world));
  const wish = { ...(await toWish(given, world)), ...world.daemon() };
  const plan = await askToForget({ ...wish, dryRun: true });
  const isOver = dryRun || isNothing(plan);
  const say = (report: ForgetReport, isDone: boolean): void => {
    const lines = json ? [toSafeJson(report)] : printForget(report, { isDone });
    for (const line of lines) world.out.line(line);
  };
  if (isOver || !json) say(plan, false);
  if (isOver) return EXIT.done;
  if (!yes && !(await ask('Remove this for good? [y/N] ', world))) {
    world.err.line('Nothing was removed.');
    return EXIT.failed;
  }
  say(await askToForget({ ...wish, dryRun: false, setAsideToo: plan.setAside.length > 0 }), true);
  return EXIT.done;
}

function checkWish({ session, before, project }: ForgetOptions, world: World): void {
  if ([session, before, project].filter((one) => one !== undefined).length !== 1) {
    throw misuse(
      '"mpm-hook forget" needs one of --session, --before and --project.',
      'mpm-hook forget --session last --dry-run',
    );
  }
  checkMoment(before, world);
}

/** As exact as it can be said, so that what was shown is what is removed. */
async function toWish({ session, before, project }: ForgetOptions, world: World) {
  if (session !== undefined) return { session: await findSession(session, world) };
  if (project !== undefined) return { project: path.resolve(world.folder, project) };
  return { before: new Date(parseMoment(before ?? '', world.nowMs()) ?? 0).toISOString() };
}
