const WINDOW_MS = 10_000;

/** Counts its calls, and answers whether there are more of them in ten seconds by now than may be. */
export function createTooOften(most: number, nowMs: () => number): () => boolean {
  let windowEndsMs = 0;
  let calls = 0;

  return () => {
    if (nowMs() > windowEndsMs) {
      windowEndsMs = nowMs() + WINDOW_MS;
      calls = 0;
    }
    calls += 1;
    return calls > most;
  };
}
