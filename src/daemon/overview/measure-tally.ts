import { type HookFigures, LOSS_NAMES, type Losses } from '../../shared/overview.ts';
import { mergeInto, quantiles } from '../../shared/spread.ts';
import type { MeasureRow } from '../store/measure-book.ts';
import type { Window } from './window.ts';

/** Adds up what the daemon saw of itself. */
export interface MeasureTally {
  add(row: MeasureRow): void;
  hook(): HookFigures;
  losses(spoolNow: number): Losses;
}

const SHARES = [0.5, 0.95, 0.99];

export function createMeasureTally({ buckets, bucketOf }: Pick<Window, 'buckets' | 'bucketOf'>): MeasureTally {
  const spreads = Array.from({ length: buckets }, () => new Map<number, number>());
  const zeros = () => new Array<number>(buckets).fill(0);
  const overTime = { dropped: zeros(), duplicates: zeros(), rejected: zeros(), late: zeros(), spool: zeros() };

  return {
    add({ minute, hookMs, losses, spool }) {
      const bucket = bucketOf(minute);
      const spread = spreads[bucket];
      if (spread === undefined) return;
      mergeInto(spread, hookMs);
      for (const name of LOSS_NAMES) overTime[name][bucket] = (overTime[name][bucket] ?? 0) + (losses[name] ?? 0);
      overTime.spool[bucket] = Math.max(overTime.spool[bucket] ?? 0, spool);
    },
    hook() {
      const all = new Map<number, number>();
      for (const spread of spreads) mergeInto(all, Object.fromEntries(spread));
      const each = spreads.map((spread) => quantiles(spread, SHARES));
      const nth = (index: number) => each.map((values) => values[index] ?? null);
      const [p50Ms = null, p95Ms = null, p99Ms = null] = quantiles(all, SHARES);
      return {
        ...{ p50Ms, p95Ms, p99Ms, count: countOf(all) },
        overTime: { p50Ms: nth(0), p95Ms: nth(1), p99Ms: nth(2), count: spreads.map(countOf) },
      };
    },
    losses(spoolNow) {
      const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      return {
        dropped: total(overTime.dropped),
        duplicates: total(overTime.duplicates),
        rejected: total(overTime.rejected),
        late: total(overTime.late),
        overTime,
        spool: { now: spoolNow, most: Math.max(spoolNow, ...overTime.spool) },
      };
    },
  };
}

function countOf(spread: ReadonlyMap<number, number>): number {
  return [...spread.values()].reduce((sum, count) => sum + count, 0);
}
