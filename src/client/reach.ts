import { abortable } from './abortable.ts';
import { type Connection, openConnection } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';
import { isAbsent } from './lost.ts';
import { startInstalled } from './start-installed.ts';

export interface Reach extends Whereabouts {
  /** What to do when no daemon runs: start the installed one (`true`), or whatever this function starts. Default: wait for one. */
  readonly start?: boolean | (() => Promise<void>) | undefined;
}

/** A connection to the daemon of this moment. */
export type ReachDaemon = (signal?: AbortSignal) => Promise<Connection>;

/** A daemon that could not be started is not started again before this: each attempt is a process. */
const START_EVERY_MS = 30_000;

export function createReach(options: Reach, nowMs: () => number = Date.now): ReachDaemon {
  const start = toStart(options);
  let startedAtMs = Number.NEGATIVE_INFINITY;

  return async (signal) => {
    const open = () => openConnection(findDaemon(options), { signal });
    try {
      return await open();
    } catch (error) {
      const isTooEarly = nowMs() < startedAtMs + START_EVERY_MS;
      if (start === undefined || isTooEarly || !isAbsent(error)) throw error;
      startedAtMs = nowMs();
      await abortable(start(), signal);
      return open();
    }
  };
}

function toStart({ start, ...where }: Reach): (() => Promise<void>) | undefined {
  if (typeof start === 'function') return start;
  return start === true ? () => startInstalled(where) : undefined;
}
