import type { Stretch } from './stretch.ts';

/** A stretch in which nothing was done that could be looked at. */
export interface Gap extends Stretch {
  /** Nobody asked for anything; or all that went on waited for the human. */
  readonly kind: 'idle' | 'wait';
}

/** All gaps together are shown as long as this share of what was done. */
const GAPS_SHARE = 0.2;
/** No gap is shown shorter than as long as this, however many there are: it has to be seen. */
const LEAST_GAP_SHARE = 0.004;

/** Time as it is shown: long gaps take little room, everything else as much as it took. What is shown is counted in ms from 0. */
export interface TimeScale {
  readonly extent: Stretch;
  readonly shownMs: number;
  readonly gaps: readonly Gap[];
  toShown(ms: number): number;
  toMs(shown: number): number;
}

interface Knot {
  readonly ms: number;
  readonly shown: number;
}

interface ScaleOptions {
  /** Idle time takes no room at all. */
  readonly hidesIdle?: boolean;
}

/** Gaps have to be in order and apart, as `join` leaves them. */
export function createTimeScale(
  extent: Stretch,
  gaps: readonly Gap[],
  { hidesIdle = false }: ScaleOptions = {},
): TimeScale {
  const gapsMs = gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const doneMs = Math.max(1, extent.toMs - extent.fromMs - gapsMs);
  const gapMs = doneMs * Math.max(LEAST_GAP_SHARE, GAPS_SHARE / Math.max(1, gaps.length));
  const knots: Knot[] = [{ ms: extent.fromMs, shown: 0 }];
  const knot = (ms: number, lengthShown: number): void => {
    knots.push({ ms, shown: (knots.at(-1)?.shown ?? 0) + lengthShown });
  };
  for (const { fromMs, toMs, kind } of gaps) {
    knot(fromMs, fromMs - (knots.at(-1)?.ms ?? 0));
    knot(toMs, hidesIdle && kind === 'idle' ? 0 : Math.min(toMs - fromMs, gapMs));
  }
  knot(extent.toMs, extent.toMs - (knots.at(-1)?.ms ?? 0));

  return {
    extent,
    shownMs: knots.at(-1)?.shown ?? 0,
    gaps,
    toShown: (ms) => between(knots, ms, 'ms', 'shown'),
    toMs: (shown) => between(knots, shown, 'shown', 'ms'),
  };
}

/** Straight from knot to knot; before the first and behind the last there is nothing. */
function between(knots: readonly Knot[], value: number, from: keyof Knot, to: keyof Knot): number {
  let low = 0;
  let high = knots.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle]?.[from] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const [left, right] = [knots[low] as Knot, knots[high] as Knot];
  const length = right[from] - left[from];
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (value - left[from]) / length));
  return left[to] + share * (right[to] - left[to]);
}
