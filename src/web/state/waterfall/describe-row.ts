import { printDuration } from '../../../shared/print-duration.ts';
import { toVisibleText } from '../../components/visible-text.ts';
import { printClock } from './print-clock.ts';
import type { Row } from './row.ts';

const MAX_CHARS = 200;

/** A row in words, for whoever does not see its bar: `Bash npm test, failed, 8.1 s, started 14:03:22`. */
export function describeRow(row: Row): string {
  const { moment, fromMs, wait, isGuess } = row;
  const { name, text, outcome } = moment;
  const what = toVisibleText(`${name} ${text}`.trim().slice(0, MAX_CHARS));
  const waited = wait && `waited ${printDuration(wait.toMs - wait.fromMs)} for you`;
  const began = `${row.toMs > fromMs ? 'started' : 'at'} ${printClock(fromMs)}`;
  return [what, outcome, tookOf(row), waited, began, isGuess && 'end not known'].filter(Boolean).join(', ');
}

/** How long it took, without what it waited; undefined for a mark, or where nobody knows. */
export function tookOf({ moment, fromMs, toMs, wait, isOpen, isGuess }: Row): string | undefined {
  if (isGuess || toMs === fromMs) return moment.durationMs === undefined ? undefined : printDuration(moment.durationMs);
  const took = printDuration(toMs - (wait === undefined ? fromMs : Math.max(fromMs, wait.toMs)));
  if (wait !== undefined && wait.toMs >= toMs) return undefined;
  return isOpen ? `${took} so far` : took;
}
