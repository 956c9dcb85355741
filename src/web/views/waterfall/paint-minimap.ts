import { pack } from '../../state/waterfall/pack.ts';
import type { Row } from '../../state/waterfall/row.ts';
import type { TimeScale } from '../../state/waterfall/time-scale.ts';
import type { Waterfall } from '../../state/waterfall/waterfall.ts';
import type { Paint } from './canvas.tsx';
import type { Colours } from './colours.ts';

const TOP_PX = 6;
const MOST_TRACK_PX = 6;
/** What took no time is seen all the same. */
const LEAST_PX = 1.5;
/** What reaches further than the one before by less than this is not painted. */
const HIDDEN_PX = 0.25;

/** The whole session on few lines: what ran at once stands below one another. */
export function paintMinimap({ rows, turns }: Waterfall, scale: TimeScale): Paint {
  const calls = rows.filter(({ moment, isHead }) => moment.kind === 'call' && !isHead);
  const { placed, tracks } = pack(calls.toSorted((one, other) => one.fromMs - other.fromMs));
  return (brush, { widthPx, heightPx }, colours) => {
    const x = (ms: number): number => (scale.toShown(ms) / Math.max(1, scale.shownMs)) * widthPx;
    const stepPx = Math.min(MOST_TRACK_PX, (heightPx - 2 * TOP_PX) / Math.max(1, tracks));
    const box = (fromMs: number, toMs: number, topPx: number, highPx: number): void =>
      brush.fillRect(x(fromMs), topPx, Math.max(LEAST_PX, x(toMs) - x(fromMs)), highPx);

    brush.fillStyle = colours.surface;
    for (const { fromMs, toMs } of turns) box(fromMs, toMs, 0, heightPx);
    const drawn: Drawn[] = [];
    for (const [row, track] of placed) {
      const topPx = TOP_PX + track * stepPx;
      const colour = colourOf(row, colours);
      const endPx = Math.max(x(row.toMs), x(row.fromMs) + LEAST_PX);
      if (row.wait === undefined && isHidden({ endPx, colour }, drawn[track])) continue;
      drawn[track] = { endPx, colour };
      brush.fillStyle = colour;
      box(row.fromMs, row.toMs, topPx, Math.max(1, stepPx - 1));
      if (row.wait === undefined) continue;
      brush.fillStyle = colours.attention;
      box(row.wait.fromMs, row.wait.toMs, topPx, Math.max(1, stepPx - 1));
    }
    brush.fillStyle = colours['text-3'];
    for (const { fromMs } of turns) brush.fillRect(x(fromMs), 0, 1, heightPx);
  };
}

/** What was painted last on a track. */
interface Drawn {
  readonly endPx: number;
  readonly colour: string;
}

/** Nobody would see it beside the one before: of thousands of calls a picture shows hundreds. */
function isHidden({ endPx, colour }: Drawn, before: Drawn | undefined): boolean {
  return before?.colour === colour && endPx - before.endPx < HIDDEN_PX;
}

/** As the bars of the rows have it. */
function colourOf({ moment }: Row, colours: Colours): string {
  if (moment.outcome === 'failed' || moment.outcome === 'denied') return colours.bad;
  if (moment.outcome === 'running') return colours.good;
  return moment.outcome === 'ok' ? colours.accent : colours['text-3'];
}
