/** A step that takes longer makes the next one smaller: nobody who waits for an ack is to notice it. */
const MOST_MS = 4;

export interface Pace {
  /** How much the next step may do. */
  size(): number;
  /** Does one step, and learns from the time it takes. */
  step<Result>(work: (size: number) => Result): Result;
}

interface PaceOptions {
  readonly least: number;
  readonly most: number;
  readonly clockMs?: () => number;
}

/** Finds out how much can be done in a few milliseconds, whatever the machine and the events are like. */
export function createPace({ least, most, clockMs = () => performance.now() }: PaceOptions): Pace {
  let size = least;

  return {
    size: () => size,
    step(work) {
      const startedMs = clockMs();
      try {
        return work(size);
      } finally {
        const tookMs = clockMs() - startedMs;
        if (tookMs > MOST_MS) size = Math.max(least, Math.floor(size / 2));
        else if (tookMs < MOST_MS / 3) size = Math.min(most, size * 2);
      }
    },
  };
}
