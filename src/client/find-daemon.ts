import { loadSettings, readSurroundings } from '../shared/config.ts';
import { homePaths } from '../shared/paths.ts';
import { readState } from '../shared/state-file.ts';
import { readToken } from '../shared/token.ts';

/** Where this user's daemon should be, and what proves that it is him. */
export interface DaemonAddress {
  readonly port: number;
  /** Undefined before any daemon was ever started in this home. */
  readonly token: string | undefined;
}

/** Reads the home's files; asked anew at each attempt, since a new daemon may be on another port. `home` defaults to `$MPM_HOOK_HOME`. */
export function findDaemon(home?: string): DaemonAddress {
  const surroundings = readSurroundings();
  const paths = homePaths(home ?? surroundings.home);
  const port = readState(paths.state)?.port ?? loadSettings(paths.config, surroundings.env).settings.port;
  return { port, token: readToken(paths.token) };
}
