/** The medians are those of so many latest deliveries. */
const REMEMBERED = 1000;

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
  summary(): LatencySummary;
}

export function createHookLatency(): HookLatency {
  const ring: number[] = [];
  let count = 0;

  return {
    record(ms) {
      ring[count % REMEMBERED] = ms;
      count += 1;
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
