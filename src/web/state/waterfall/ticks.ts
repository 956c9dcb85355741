import type { TimeScale } from './time-scale.ts';
import { shownRange, type ViewRange } from './view-range.ts';

export interface Tick {
  readonly ms: number;
  /** As a share of the width. */
  readonly at: number;
}

export interface Ticks {
  readonly stepMs: number;
  readonly ticks: readonly Tick[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * HOUR),
];

interface TickOptions {
  readonly widthPx: number;
  /** So far apart they have to be. */
  readonly apartPx: number;
  /** What local time is ahead of UTC: whole hours are whole where the reader is. */
  readonly offsetMs: number;
}

/** Round times to stand at the axis; none within a gap, where time runs faster than can be read. */
export function placeTicks(scale: TimeScale, range: ViewRange, { widthPx, apartPx, offsetMs }: TickOptions): Ticks {
  const [from, to] = shownRange(scale, range);
  const [fromMs, toMs] = [scale.toMs(from), scale.toMs(to)];
  const length = Math.max(1, to - from);
  const least = (length * apartPx) / Math.max(1, widthPx);
  const stepMs = STEPS_MS.find((step) => step >= least) ?? 24 * HOUR * Math.ceil(least / (24 * HOUR));
  const ticks: Tick[] = [];
  for (const { fromMs: begin, toMs: end } of outsideOfGaps(scale, fromMs, toMs)) {
    const first = Math.ceil((begin + offsetMs) / stepMs) * stepMs - offsetMs;
    for (let ms = first; ms <= end; ms += stepMs) {
      const at = (scale.toShown(ms) - from) / length;
      if (at - (ticks.at(-1)?.at ?? -1) >= apartPx / widthPx) ticks.push({ ms, at });
    }
  }
  return { stepMs, ticks };
}

function* outsideOfGaps({ gaps }: TimeScale, fromMs: number, toMs: number) {
  let begin = fromMs;
  for (const gap of gaps) {
    if (gap.toMs <= begin) continue;
    if (gap.fromMs >= toMs) break;
    if (gap.fromMs > begin) yield { fromMs: begin, toMs: gap.fromMs };
    begin = gap.toMs;
  }
  if (begin < toMs) yield { fromMs: begin, toMs };
}
