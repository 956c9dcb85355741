import * as os from 'node:os';
import { errorCode } from '../../shared/errors.ts';

/** By so much its thread is nicer than the rest of the daemon: a tenth of its weight where both want the same core. */
const NICER = 10;

type System = Pick<typeof os, 'platform' | 'getPriority' | 'setPriority'>;

/**
 * Senders of events wait for the main thread, on whatever core there is; a search may take a little longer. Only Linux
 * knows the priority of one thread, and a sandbox may refuse to set it, or not know how.
 */
export function giveWay(system: System = os): void {
  if (system.platform() !== 'linux') return;
  try {
    system.setPriority(Math.min(os.constants.priority.PRIORITY_LOW, system.getPriority() + NICER));
  } catch (error) {
    if (errorCode(error) !== 'ERR_SYSTEM_ERROR') throw error; // Node's word for whatever the system answered
  }
}
