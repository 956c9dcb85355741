/** More wrong attempts than this within the window are answered with 429; the right one always comes in. */
const MAX_WRONG = 20;
const WINDOW_MS = 10_000;

/** Counts what was wrong, and answers whether that is too often by now: nobody guesses for long. */
export function createAttempts(nowMs: () => number): () => boolean {
  let windowEndsMs = 0;
  let wrong = 0;

  return () => {
    if (nowMs() > windowEndsMs) {
      windowEndsMs = nowMs() + WINDOW_MS;
      wrong = 0;
    }
    wrong += 1;
    return wrong > MAX_WRONG;
  };
}
