import { MpmError } from '../shared/errors.ts';

/** A connection that was there and is not any more. */
export function lost(cause?: unknown): MpmError {
  return new MpmError('DAEMON_LOST', 'The daemon has gone.', { hint: 'mpm-hook daemon status', cause });
}

const PASSING = ['DAEMON_LOST', 'DAEMON_NOT_RUNNING', 'DAEMON_STRANGER', 'DAEMON_SILENT'];

/** Whether another attempt may go better: a daemon goes, another comes, maybe on another port. */
export function isPassing(error: unknown): boolean {
  return error instanceof MpmError && PASSING.includes(error.code);
}
