import { patchSession } from '../../client/read-sessions.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { toSafeJson, toSafeText } from '../../shared/safe-text.ts';
import type { SessionPatch } from '../../shared/session-view.ts';
import { EXIT } from '../exit-codes.ts';
import { findSession } from '../find-session.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import type { World } from '../world.ts';

interface LabelOptions {
  readonly words: readonly string[];
  readonly json: boolean;
}

/** Its events stay until it is unpinned. */
export async function pin({ words: [asked], json }: LabelOptions, world: World): Promise<number> {
  return label({ asked, verb: 'pin', patch: { pinned: true }, says: 'is pinned', json }, world);
}

export async function unpin({ words: [asked], json }: LabelOptions, world: World): Promise<number> {
  return label({ asked, verb: 'unpin', patch: { pinned: false }, says: 'is not pinned', json }, world);
}

export async function rename({ words: [asked, name = ''], json }: LabelOptions, world: World): Promise<number> {
  const says = name.trim() === '' ? 'has no name' : `is called "${name.trim()}"`;
  return label({ asked, verb: 'rename', patch: { name }, says, json }, world);
}

interface Label {
  readonly asked: string | undefined;
  readonly verb: string;
  readonly patch: SessionPatch;
  readonly says: string;
  readonly json: boolean;
}

async function label({ asked, verb, patch, says, json }: Label, world: World): Promise<number> {
  if (asked === undefined) throw misuse(`"mpm-hook ${verb}" needs to know which session.`, `mpm-hook ${verb} last`);
  await ensureDaemon(launchOptions(world));
  const session = await patchSession(await findSession(asked, world), patch, world.daemon());
  if (json) world.out.line(toSafeJson(session));
  else world.err.line(toSafeText(`Session ${session.id} ${says}.`));
  return EXIT.done;
}
