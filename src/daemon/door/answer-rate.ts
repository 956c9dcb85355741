/** Who asks for more than this within the window, or says so much that can't be taken, is sent away: an answer may cost a read of the store. */
const MAX_ANSWERS = 2000;
const WINDOW_MS = 10_000;

interface AnswerRateOptions {
  readonly maxAnswers?: number;
  readonly nowMs?: () => number;
}

/** Counts one connection's answers; true once there are too many. */
export function createAnswerRate({
  maxAnswers = MAX_ANSWERS,
  nowMs = () => performance.now(),
}: AnswerRateOptions = {}): () => boolean {
  let windowEndsMs = 0;
  let answers = 0;

  return () => {
    if (nowMs() > windowEndsMs) {
      windowEndsMs = nowMs() + WINDOW_MS;
      answers = 0;
    }
    answers += 1;
    return answers > maxAnswers;
  };
}
