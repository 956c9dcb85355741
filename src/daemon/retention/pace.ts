/** A step that works longer makes the next one smaller: nobody who waits for an ack is to notice it. */
const MOST_MS = 4;

export interface Pace {
  /** How much the next step may do. */
  size(): number;
  /** Does one step, of `wanted` where that is more, and learns from the time it takes. */
  step<Result>(work: (size: number) => Result, wanted?: number): Result;
}

interface PaceOptions {
  readonly least: number;
  readonly most: number;
  /** By default the time that this process worked: what others took from it says nothing of the step. */
  readonly workedMs?: () => number;
}

/** Finds out how much can be done in a few milliseconds, whatever the machine and the events are like. */
export function createPace({ least, most, workedMs = cpuMs }: PaceOptions): Pace {
  let size = least;

  return {
    size: () => size,
    step(work, wanted = 0) {
      const startedMs = workedMs();
      try {
        return work(Math.max(size, wanted));
      } finally {
        const tookMs = workedMs() - startedMs;
        if (tookMs > MOST_MS) size = Math.max(least, Math.floor(size / 2));
        else if (tookMs < MOST_MS / 3) size = Math.min(most, size * 2);
      }
    },
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
