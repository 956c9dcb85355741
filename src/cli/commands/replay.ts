import { type ReplayOptions, replay as replaySession } from '../../client/replay.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { parseDuration } from '../../shared/duration.ts';
import { parseReplay } from '../../shared/replay-wire.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { findSession } from '../find-session.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import { createReplayScreen, type ReplayScreen } from '../replay-screen.ts';
import type { World } from '../world.ts';

interface GivenReplay {
  readonly words: readonly string[];
  readonly speed: string | undefined;
  readonly from: string | undefined;
  readonly maxGap: string | undefined;
  readonly json: boolean;
}

/** Hours in which nothing happened are not watched again, unless somebody wants to. */
const MAX_GAP = '10s';

/** Shows a session again, event by event in its own time, until its end or until whoever watches has gone. */
export async function replay(given: GivenReplay, world: World): Promise<number> {
  const [asked] = given.words;
  if (asked === undefined) throw misuse('"mpm-hook replay" needs to know which session.', 'mpm-hook replay last');
  const wish = toWish(given);
  await ensureDaemon(launchOptions(world));
  const session = await findSession(asked, world);
  const screen = given.json ? createJsonScreen(world) : createReplayScreen(world);
  const playing = replaySession({
    ...world.daemon(),
    ...wish,
    session,
    signal: world.out.closed,
    onState: screen.state,
  });
  screen.open(playing);
  try {
    for await (const envelope of playing) screen.event(envelope);
  } finally {
    screen.close();
  }
  return EXIT.done;
}

/** Read as the daemon reads it, so that a mistake is told before one is started. */
function toWish({ speed, from, maxGap = MAX_GAP }: GivenReplay): Pick<ReplayOptions, 'speed' | 'from' | 'maxGapMs'> {
  const maxGapMs = maxGap === 'off' ? undefined : parseDuration(maxGap);
  if (maxGapMs === undefined && maxGap !== 'off') {
    throw misuse(`--max-gap cannot be "${maxGap}".`, 'It is a length of time as 5s or 2m, or "off".');
  }
  const toSpeed = speed === undefined || speed === 'max' ? speed : Number(speed);
  const parsed = parseReplay({ type: 'replay', session_id: 'any', speed: toSpeed, from });
  if (parsed !== undefined && 'problem' in parsed) {
    if (parsed.problem.code === 'bad_speed') {
      throw misuse(`--speed cannot be "${speed}".`, 'It is a number between 0.01 and 1000, or "max".');
    }
    throw misuse(`--from cannot be "${from}".`, 'It is as far into the session, as 90s, 10m or 2h, or an ISO time.');
  }
  return { speed: toSpeed, from, maxGapMs };
}

function createJsonScreen({ out }: World): ReplayScreen {
  return {
    open: () => {},
    event: (envelope) => out.line(toSafeJson(envelope)),
    state: () => {},
    close: () => {},
  };
}
