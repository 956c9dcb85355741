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
  const times = [extent.fromMs];
  const places = [0];
  const knot = (ms: number, lengthShown: number): void => {
    times.push(ms);
    places.push((places.at(-1) ?? 0) + lengthShown);
  };
  for (const { fromMs, toMs, kind } of gaps) {
    knot(fromMs, fromMs - (times.at(-1) ?? 0));
    knot(toMs, hidesIdle && kind === 'idle' ? 0 : Math.min(toMs - fromMs, gapMs));
  }
  knot(extent.toMs, extent.toMs - (times.at(-1) ?? 0));

  return {
    extent,
    shownMs: places.at(-1) ?? 0,
    gaps,
    toShown: between(times, places),
    toMs: between(places, times),
  };
}

/**
 * From one measure to the other: straight from knot to knot; before the first and behind the last there is nothing.
 * Asked for each of thousands of bars.
 */
function between(from: readonly number[], to: readonly number[]): (value: number) => number {
  const [knots, values] = [Float64Array.from(from), Float64Array.from(to)];
  return (value) => {
    let low = 0;
    let high = knots.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((knots[middle] as number) <= value) low = middle;
      else high = middle;
    }
    const [begin, first] = [knots[low] as number, values[low] as number];
    const length = (knots[high] as number) - begin;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, (value - begin) / length));
    return first + share * ((values[high] as number) - first);
  };
}
