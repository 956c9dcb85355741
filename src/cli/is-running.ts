import { openConnection } from '../client/connection.ts';
import { findDaemon, type Whereabouts } from '../client/find-daemon.ts';
import { MpmError } from '../shared/errors.ts';

/** A daemon at work answers in a few milliseconds. */
const TIMEOUT_MS = 2000;

/** Whether this home's daemon answers; one that is silent, or a stranger in its place, does not count. */
export async function isRunning(where: Whereabouts): Promise<boolean> {
  try {
    (await openConnection(findDaemon(where), { timeoutMs: TIMEOUT_MS })).close();
    return true;
  } catch (error) {
    if (error instanceof MpmError) return false;
    throw error;
  }
}
