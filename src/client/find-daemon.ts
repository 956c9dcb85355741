import { loadSettings, readSurroundings } from '../shared/config.ts';
import { homePaths } from '../shared/paths.ts';
import { readState } from '../shared/state-file.ts';
import { readToken } from '../shared/token.ts';

/** Where to look for the daemon; without anything, where this user's hooks look too. */
export interface Whereabouts {
  /** The daemon's home; default `$MPM_HOOK_HOME`, else `~/.mpm-hook`. */
  readonly home?: string | undefined;
  /** The port while no state file in the home says it; default what the settings say. */
  readonly port?: number | undefined;
}

/** Where a daemon should be, and what proves that it is ours. */
export interface DaemonAddress {
  readonly port: number;
  /** Undefined before any daemon was ever started in this home. */
  readonly token: string | undefined;
}

/** Reads the home's files: to be asked anew before each attempt, since a new daemon may be on another port. */
export function findDaemon(where: Whereabouts = {}): DaemonAddress {
  const paths = homePaths(where.home ?? readSurroundings().home);
  const port = readState(paths.state)?.port ?? where.port ?? configuredPort(paths.config);
  return { port, token: readToken(paths.token) };
}

function configuredPort(configFile: string): number {
  return loadSettings(configFile, readSurroundings().env).settings.port;
}
