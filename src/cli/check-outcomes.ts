import { TOLD_OUTCOMES, type ToldOutcome } from '../shared/search.ts';
import { misuse } from './misuse.ts';

/** Ways a call can have ended, as somebody typed them. */
export function checkOutcomes(names: readonly string[]): ToldOutcome[] {
  return names.map((name) => {
    const known = TOLD_OUTCOMES.find((outcome) => outcome === name);
    if (known !== undefined) return known;
    throw misuse(`--outcome cannot be "${name}".`, `It is one of: ${TOLD_OUTCOMES.join(', ')}.`);
  });
}
