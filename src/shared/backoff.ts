/** The most that is waited before the second attempt, and before any. */
const FIRST_MS = 100;
const LONGEST_MS = 5000;

export interface Backoff {
  /** How long to wait before the next attempt: anywhere up to a ceiling that doubles, so that many clients do not come at once. */
  nextMs(): number;
  /** It went well: the next failure begins anew. */
  reset(): void;
}

/** Exponential, with full jitter. */
export function createBackoff(random: () => number = Math.random): Backoff {
  let ceilingMs = FIRST_MS;
  return {
    nextMs() {
      const waitMs = ceilingMs * random();
      ceilingMs = Math.min(ceilingMs * 2, LONGEST_MS);
      return waitMs;
    },
    reset() {
      ceilingMs = FIRST_MS;
    },
  };
}
