import type { Notice } from '../../client/notice.ts';
import { subscribe } from '../../client/subscribe.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { parseMoment } from '../../shared/duration.ts';
import type { Envelope } from '../../shared/envelope.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import { createEventLines } from '../render/event-line.ts';
import { findStart, type TailWish } from '../tail-start.ts';
import type { World } from '../world.ts';

interface TailOptions extends TailWish {
  readonly json: boolean;
}

/** Follows events until whoever reads them has gone, or to the end of the past with `--no-follow`. */
export async function tail(given: TailOptions, world: World): Promise<number> {
  if (given.since !== undefined && parseMoment(given.since, world.nowMs()) === undefined) {
    throw misuse(`--since cannot be "${given.since}".`, 'It is how long ago, as 90s, 10m, 2h or 1d, or an ISO time.');
  }
  await ensureDaemon(launchOptions(world));
  const start = await findStart(given, world);
  const speak = given.json ? createJsonSpeaker(world) : createTextSpeaker(world);

  for (const envelope of start.past) speak.event(envelope);
  if (start.isOver) return EXIT.done;
  const over = new AbortController();
  const { lastSeq = Number.POSITIVE_INFINITY } = start;
  const options = {
    ...start.subscription,
    name: 'tail',
    ...world.daemon(),
    signal: AbortSignal.any([world.out.closed, over.signal]),
    onNotice(notice: Notice) {
      speak.notice(notice);
      if (reachedSeq(notice) >= lastSeq) over.abort();
    },
  };
  for await (const envelope of subscribe(options)) {
    if (envelope.seq <= lastSeq && start.isWanted(envelope)) speak.event(envelope);
    if (envelope.seq >= lastSeq) break;
  }
  return EXIT.done;
}

/** Up to this seq no event will come any more. */
function reachedSeq(notice: Notice): number {
  if (notice.kind === 'connected') return notice.after ?? 0;
  return notice.kind === 'gap' ? (notice.to ?? 0) : 0;
}

interface Speaker {
  event(envelope: Envelope): void;
  notice(notice: Notice): void;
}

function createJsonSpeaker({ out, err }: World): Speaker {
  return {
    event: (envelope) => out.line(toSafeJson(envelope)),
    notice(notice) {
      if (notice.kind === 'gap')
        out.line(toSafeJson({ type: 'system.gap', from: notice.from, to: notice.to, count: notice.count }));
      if (notice.kind === 'lost') err.line(LOST);
    },
  };
}

function createTextSpeaker({ out, err, timeZone }: World): Speaker {
  const lines = createEventLines({ columns: () => out.columns, paint: out.paint, glyphs: out.glyphs, timeZone });
  return {
    event: (envelope) => out.line(lines.print(envelope)),
    notice(notice) {
      if (notice.kind === 'gap') out.line(out.paint.dim(lines.printRemark(gapRemark(notice.count))));
      if (notice.kind === 'lost') err.line(LOST);
    },
  };
}

const LOST = 'mpm-hook: The daemon has gone; waiting for it to come back.';

function gapRemark(count: number | undefined): string {
  if (count === undefined) return 'some may be missing, the history begins anew';
  return `${count.toLocaleString('en')} missed, the history no longer has them`;
}
