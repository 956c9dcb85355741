import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { ensureHome } from '../../src/shared/home-folder.ts';
import { type HomePaths, homePaths } from '../../src/shared/paths.ts';

export interface TempHome {
  /** A throw-away folder that everything of one test lies in. */
  readonly root: string;
  readonly userHome: string;
  readonly claudeConfig: string;
  readonly paths: HomePaths;
  /** The whole environment of a process of the test: nothing of the real one but PATH. */
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** A home of its own for one test, so that none ever touches the user's. */
export function createTempHome(more: Readonly<Record<string, string>> = {}): TempHome {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-test-'));
  const userHome = path.join(root, 'user');
  const claudeConfig = path.join(userHome, '.claude');
  const paths = homePaths(path.join(root, 'mpm'));
  fs.mkdirSync(claudeConfig, { recursive: true });
  ensureHome(paths);
  const env = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: userHome,
    CLAUDE_CONFIG_DIR: claudeConfig,
    MPM_HOOK_HOME: paths.home,
    LANG: 'C.UTF-8',
    ...more,
  };
  const remove = () => fs.rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return { root, userHome, claudeConfig, paths, env, remove };
}

/** A port that nobody had a moment ago, away from the range that daemons take their next one from. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
