import { MpmError } from '../shared/errors.ts';
import { toSafeText } from '../shared/safe-text.ts';
import { EXIT } from './exit-codes.ts';
import { MISUSED } from './misuse.ts';

/** The codes of failures that have an exit status of their own. */
const STATUS_OF: Readonly<Record<string, number>> = { [MISUSED]: EXIT.misused, DAEMON_NOT_RUNNING: EXIT.notRunning };

/** The one place that turns a thrown value into words for a person, and into the exit status. */
export function reportError(error: unknown, write: (line: string) => void): number {
  if (error instanceof MpmError) {
    write(`mpm-hook: ${toSafeText(error.message)}`);
    if (error.hint !== undefined) write(`  ${toSafeText(error.hint)}`);
    return STATUS_OF[error.code] ?? EXIT.failed;
  }
  write(`mpm-hook: unexpected failure\n${error instanceof Error ? error.stack : String(error)}`);
  return EXIT.failed;
}
