/** The first wait before another attempt, and the longest. */
const FIRST_MS = 100;
const LONGEST_MS = 5000;

export interface Backoff {
  /** How long to wait before the next attempt: doubling, and anywhere in its upper half, so that many clients do not come at once. */
  nextMs(): number;
  /** It went well: the next failure begins anew. */
  reset(): void;
}

export function createBackoff(random: () => number = Math.random): Backoff {
  let ceilingMs = FIRST_MS;
  return {
    nextMs() {
      const waitMs = ceilingMs * (0.5 + random() / 2);
      ceilingMs = Math.min(ceilingMs * 2, LONGEST_MS);
      return waitMs;
    },
    reset() {
      ceilingMs = FIRST_MS;
    },
  };
}
