import lockfile from 'proper-lockfile';
import { errorCode } from '../shared/errors.ts';
import type { HomePaths } from '../shared/paths.ts';

/** A launcher that was killed holds up the next one for so long. */
const STALE_MS = 5000;

/** Undefined when someone else is starting the daemon: then there is nothing to do but wait. */
export async function tryLaunchLock(paths: HomePaths): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lockfile.lock(paths.home, {
      lockfilePath: paths.launchLock,
      realpath: false,
      stale: STALE_MS,
      onCompromised: () => {}, // we slept through our own lock: the owner lock judges then
    });
  } catch (error) {
    if (errorCode(error) === 'ELOCKED') return undefined;
    throw error;
  }
}
