import { createTooOften } from './too-often.ts';

/** More wrong attempts than this in ten seconds are answered with 429; the right one always comes in. */
const MAX_WRONG = 20;

/** Counts what was wrong, and answers whether that is too often by now: nobody guesses for long. */
export function createAttempts(nowMs: () => number): () => boolean {
  return createTooOften(MAX_WRONG, nowMs);
}
