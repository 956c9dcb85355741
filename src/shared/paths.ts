import * as path from 'node:path';

/** Everything mpm-hook keeps lies in one per-user folder; this is the only place that knows the names in it. */
export interface HomePaths {
  readonly home: string;
  readonly state: string;
  readonly token: string;
  readonly config: string;
  readonly spool: string;
  /** Events that the daemon refused for good; kept for the user to look at. */
  readonly rejected: string;
  /** What the spool's bound threw away, told by whoever threw it; read and removed by the daemon. */
  readonly spoolDropped: string;
  /** One mark an event spooled since the spool was last counted, so that not every hook has to count it. */
  readonly spoolTally: string;
  readonly launchGates: string;
  readonly launchLock: string;
  /** Held locked by the running daemon; the kernel frees it with the process. */
  readonly owner: string;
  readonly store: string;
  /** The full-text index of the events; can be made from them at any time. */
  readonly search: string;
  readonly logs: string;
  readonly log: string;
  /** Leads the browser to the dashboard; rewritten at each `mpm-hook open`. */
  readonly openPage: string;
  /** What `install` changed and how it was before. */
  readonly manifest: string;
}

/** `override` is the value of `MPM_HOOK_HOME`. */
export function homeFolder(userHome: string, override: string | undefined): string {
  return override === undefined || override === '' ? path.join(userHome, '.mpm-hook') : path.resolve(override);
}

export function homePaths(home: string): HomePaths {
  const spool = path.join(home, 'spool');
  const logs = path.join(home, 'logs');
  return {
    home,
    state: path.join(home, 'daemon.json'),
    token: path.join(home, 'token'),
    config: path.join(home, 'config.json'),
    spool,
    rejected: path.join(spool, 'rejected'),
    spoolDropped: path.join(spool, 'dropped'),
    spoolTally: path.join(spool, 'tally'),
    launchGates: path.join(home, 'launch'),
    launchLock: path.join(home, 'launch.lock'),
    owner: path.join(home, 'owner.db'),
    store: path.join(home, 'events.db'),
    search: path.join(home, 'search.db'),
    logs,
    log: path.join(logs, 'daemon.log'),
    openPage: path.join(home, 'open.html'),
    manifest: path.join(home, 'installed.json'),
  };
}
