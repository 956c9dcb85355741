import lockfile from 'proper-lockfile';
import { errorCode, MpmError } from '../shared/errors.ts';

/** A holder that has not renewed its lock for so long is dead. */
const STALE_MS = 10_000;

/** Runs `act` while no other installer holds the same file; waits for one that does, about five seconds. */
export async function withLock<Result>(file: string, act: () => Result | Promise<Result>): Promise<Result> {
  const release = await acquire(file);
  try {
    return await act();
  } finally {
    await letGo(release);
  }
}

async function letGo(release: () => Promise<void>): Promise<void> {
  try {
    await release();
  } catch (error) {
    if (errorCode(error) !== 'ERELEASED') throw error; // lost meanwhile; there is nothing left to let go
  }
}

async function acquire(file: string): Promise<() => Promise<void>> {
  try {
    return await lockfile.lock(file, {
      realpath: false,
      stale: STALE_MS,
      retries: { retries: 25, factor: 1.3, minTimeout: 20, maxTimeout: 300 },
      // The look right before the rename is the last judge; a lock that was lost to a sleeping machine is no reason to die.
      onCompromised: () => undefined,
    });
  } catch (error) {
    if (errorCode(error) !== 'ELOCKED') throw error;
    throw new MpmError('SETTINGS_LOCKED', `Another program is changing ${file}.`, {
      hint: 'Try again in a moment.',
      cause: error,
    });
  }
}
