import type { Moment } from '../../state/moment.ts';
import type { Stretch } from '../../state/waterfall/stretch.ts';
import type { TimeScale } from '../../state/waterfall/time-scale.ts';
import type { Tracks } from '../../state/waterfall/tracks.ts';
import type { Paint } from './canvas.tsx';
import type { Colours } from './colours.ts';

const TOP_PX = 6;
const MOST_TRACK_PX = 6;
/** What took no time is seen all the same. */
const LEAST_PX = 1.5;
/** What reaches further than the one before by less than this is not painted. */
const HIDDEN_PX = 0.25;

type PlaceOf = (ms: number) => number;
type Brush = CanvasRenderingContext2D;

/** The whole session on few lines: what ran at once stands below one another. */
export function paintMinimap(tracks: Tracks, turns: readonly Stretch[], scale: TimeScale): Paint {
  return (brush, { widthPx, heightPx }, colours) => {
    const x = (ms: number): number => (scale.toShown(ms) / Math.max(1, scale.shownMs)) * widthPx;
    brush.fillStyle = colours.surface;
    for (const [from, to] of toBands(turns, x)) brush.fillRect(from, 0, Math.max(LEAST_PX, to - from), heightPx);
    paintTracks(brush, tracks, { x, heightPx, colours });
    brush.fillStyle = colours['text-3'];
    for (const from of toLines(turns, x)) brush.fillRect(from, 0, 1, heightPx);
  };
}

interface Area {
  readonly x: PlaceOf;
  readonly heightPx: number;
  readonly colours: Colours;
}

/** What did not go well comes last: boxes are wider than short calls, and cover one another. */
function paintTracks(brush: Brush, tracks: Tracks, area: Area): void {
  const all = [...tracks.outcome.keys()];
  const { well = [], other = [] } = Object.groupBy(all, (at) => (tracks.outcome[at] === 'ok' ? 'well' : 'other'));
  paintCalls(brush, tracks, well, area);
  paintCalls(brush, tracks, other, area);
}

function paintCalls(brush: Brush, tracks: Tracks, places: readonly number[], { x, heightPx, colours }: Area): void {
  const { fromMs, toMs, track, outcome, wait } = tracks;
  const stepPx = Math.min(MOST_TRACK_PX, (heightPx - 2 * TOP_PX) / Math.max(1, tracks.count));
  const box = (from: number, to: number, on: number, colour: string): void => {
    brush.fillStyle = colour;
    brush.fillRect(from, TOP_PX + on * stepPx, Math.max(LEAST_PX, to - from), Math.max(1, stepPx - 1));
  };
  const claim = createClaims();
  for (const at of places) {
    const [from, to, on] = [x(fromMs[at] ?? 0), x(toMs[at] ?? 0), track[at] ?? 0];
    const colour = colourOf(outcome[at], colours);
    const waited = wait[at];
    if (claim(Math.max(to, from + LEAST_PX), on, colour)) box(from, to, on, colour);
    if (waited !== undefined) box(x(waited.fromMs), x(waited.toMs), on, colours.attention);
  }
}

/** Claims the place of a box on its track; false where the one before it shows the same: of thousands of calls a picture shows hundreds. */
function createClaims(): (endPx: number, track: number, colour: string) => boolean {
  const ends: number[] = [];
  const colours: string[] = [];
  return (endPx, track, colour) => {
    if (colours[track] === colour && endPx - (ends[track] ?? 0) < HIDDEN_PX) return false;
    ends[track] = endPx;
    colours[track] = colour;
    return true;
  };
}

/** Turns between which nothing is to be seen are one band. */
export function toBands(turns: readonly Stretch[], x: PlaceOf): (readonly [from: number, to: number])[] {
  const bands: [from: number, to: number][] = [];
  for (const { fromMs, toMs } of turns) {
    const last = bands.at(-1);
    const [from, to] = [x(fromMs), x(toMs)];
    if (last !== undefined && from - last[1] < HIDDEN_PX) last[1] = Math.max(last[1], to);
    else bands.push([from, to]);
  }
  return bands;
}

/** Where turns begin; a line that would stand on the one before is left out. */
export function toLines(turns: readonly Stretch[], x: PlaceOf): number[] {
  const lines: number[] = [];
  for (const { fromMs } of turns) {
    const at = x(fromMs);
    if (at - (lines.at(-1) ?? -1) >= 1) lines.push(at);
  }
  return lines;
}

/** As the bars of the rows have it. */
function colourOf(outcome: Moment['outcome'], colours: Colours): string {
  if (outcome === 'ok') return colours.accent;
  if (outcome === 'failed' || outcome === 'denied') return colours.bad;
  return outcome === 'running' ? colours.good : colours['text-3'];
}
