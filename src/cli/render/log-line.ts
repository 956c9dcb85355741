import { toSafeText } from '../../shared/safe-text.ts';
import { compact } from '../../shared/tool-summary.ts';
import type { Paint } from './paint.ts';

/** A line of the daemon's log for people: when, how bad, what; and where, when it was not to be expected. */
export function printLogLine(line: Readonly<Record<string, unknown>>, paint: Paint): string {
  const { at, level, message, error } = line;
  const time = toSafeText(String(at)).replace('T', ' ').slice(0, 19);
  const kind = toSafeText(String(level)).padEnd(5);
  const where = error === undefined ? '' : `  ${paint.dim(compact(error))}`;
  return `${paint.dim(time)}  ${level === 'error' ? paint.failure(kind) : kind}  ${toSafeText(String(message))}${where}`;
}
