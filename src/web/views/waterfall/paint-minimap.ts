import { pack } from '../../state/waterfall/pack.ts';
import type { Row } from '../../state/waterfall/row.ts';
import type { Stretch } from '../../state/waterfall/stretch.ts';
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
    const box = ({ fromMs, toMs }: Stretch, colour: string, topPx: number, highPx: number): void => {
      brush.fillStyle = colour;
      brush.fillRect(x(fromMs), topPx, Math.max(LEAST_PX, x(toMs) - x(fromMs)), highPx);
    };
    const isSeen = createSight(x);

    for (const turn of turns) box(turn, colours.surface, 0, heightPx);
    for (const [row, track] of placed) {
      const colour = colourOf(row, colours);
      if (!isSeen(row, track, colour)) continue;
      const [topPx, highPx] = [TOP_PX + track * stepPx, Math.max(1, stepPx - 1)];
      box(row, colour, topPx, highPx);
      if (row.wait !== undefined) box(row.wait, colours.attention, topPx, highPx);
    }
    brush.fillStyle = colours['text-3'];
    for (const { fromMs } of turns) brush.fillRect(x(fromMs), 0, 1, heightPx);
  };
}

/** Whether a box would be seen beside the one before it on its track: of thousands of calls a picture shows hundreds. */
function createSight(x: (ms: number) => number): (row: Row, track: number, colour: string) => boolean {
  const before: { readonly endPx: number; readonly colour: string }[] = [];
  return ({ fromMs, toMs, wait }, track, colour) => {
    const last = before[track];
    const endPx = Math.max(x(toMs), x(fromMs) + LEAST_PX);
    const isHidden = wait === undefined && last?.colour === colour && endPx - last.endPx < HIDDEN_PX;
    if (!isHidden) before[track] = { endPx, colour };
    return !isHidden;
  };
}

/** As the bars of the rows have it. */
function colourOf({ moment }: Row, colours: Colours): string {
  if (moment.outcome === 'failed' || moment.outcome === 'denied') return colours.bad;
  if (moment.outcome === 'running') return colours.good;
  return moment.outcome === 'ok' ? colours.accent : colours['text-3'];
}
