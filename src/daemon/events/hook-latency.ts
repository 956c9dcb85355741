import { countInto, type Spread } from '../../shared/spread.ts';

/** The medians are those of so many latest deliveries. */
const REMEMBERED = 1000;

/** How many deliveries took no longer than each bound but longer than the one before it, in seconds, since the start. */
export interface Buckets {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
}

/** The hook's deadline is 0.25 s; what takes longer was not acknowledged in time. */
const BOUNDS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

export interface LatencySummary {
  /** Undefined before the first delivery. */
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  /** Deliveries since the start of the daemon. */
  readonly count: number;
}

/** How long hooks held Claude Code up: from a hook's start to the daemon's answer. */
export interface HookLatency {
  record(ms: number): void;
  /** How often each was met since this was last asked. */
  takeSpread(): Spread;
  summary(): LatencySummary;
  buckets(): Buckets;
}

export function createHookLatency(): HookLatency {
  const ring: number[] = [];
  let count = 0;
  const counts = BOUNDS_S.map(() => 0);
  let sumMs = 0;
  let untaken = new Map<number, number>();

  return {
    record(ms) {
      ring[count % REMEMBERED] = ms;
      count += 1;
      countInto(untaken, ms);
      sumMs += ms;
      const bucket = BOUNDS_S.findIndex((bound) => ms <= bound * 1000);
      if (bucket >= 0) counts[bucket] = (counts[bucket] ?? 0) + 1;
    },
    buckets: () => ({ bounds: BOUNDS_S, counts, sum: sumMs / 1000, count }),
    takeSpread() {
      const taken = Object.fromEntries(untaken);
      untaken = new Map();
      return taken;
    },
    summary() {
      const ascending = ring.toSorted((a, b) => a - b);
      return { p50Ms: quantile(ascending, 0.5), p95Ms: quantile(ascending, 0.95), count };
    },
  };
}

/** The smallest value that at least this share of all does not exceed. */
function quantile(ascending: readonly number[], share: number): number | undefined {
  const value = ascending[Math.ceil(ascending.length * share) - 1];
  return value === undefined ? undefined : Math.round(value * 1000) / 1000;
}
