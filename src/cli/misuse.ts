import { MpmError } from '../shared/errors.ts';

export const MISUSED = 'MISUSED';

/** What was typed cannot be done as typed; the hint says what can. */
export function misuse(sentence: string, hint: string): MpmError {
  return new MpmError(MISUSED, sentence, { hint });
}
