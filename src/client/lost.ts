import { MpmError } from '../shared/errors.ts';

/** A connection that was there and is not any more. */
export function lost(cause?: unknown): MpmError {
  return new MpmError('DAEMON_LOST', 'The daemon has gone.', { hint: 'mpm-hook daemon status', cause });
}

const ABSENT = ['DAEMON_NOT_RUNNING', 'DAEMON_STRANGER'];
const PASSING = [...ABSENT, 'DAEMON_LOST', 'DAEMON_SILENT', 'DAEMON_NOT_STARTED'];

/** Whether another attempt may go better: a daemon goes, another comes, maybe on another port. */
export function isPassing(error: unknown): boolean {
  return error instanceof MpmError && PASSING.includes(error.code);
}

/** Whether there is no daemon, so that one could be started. */
export function isAbsent(error: unknown): boolean {
  return error instanceof MpmError && ABSENT.includes(error.code);
}
