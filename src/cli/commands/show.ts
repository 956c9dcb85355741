import { readSession } from '../../client/read-sessions.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { findSession } from '../find-session.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import { printStory } from '../render/story.ts';
import { sayHeld } from '../say-held.ts';
import type { World } from '../world.ts';

interface ShowOptions {
  readonly words: readonly string[];
  readonly json: boolean;
}

/** Tells what happened in a session, in the order of hook time. */
export async function show({ words, json }: ShowOptions, world: World): Promise<number> {
  const [asked] = words;
  if (asked === undefined) throw misuse('"mpm-hook show" needs to know which session.', 'mpm-hook show last');
  await ensureDaemon(launchOptions(world));
  const story = await readSession(await findSession(asked, world), world.daemon());
  const { out, timeZone } = world;
  const lines = json
    ? [toSafeJson(story)]
    : printStory(story, { nowMs: world.nowMs(), columns: out.columns, paint: out.paint, glyphs: out.glyphs, timeZone });
  for (const line of lines) out.line(line);
  sayHeld(story.held, world);
  return EXIT.done;
}
