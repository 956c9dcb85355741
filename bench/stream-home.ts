import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NODE_ARGUMENTS } from '../scripts/build/full-executable.ts';
import { ensureHome } from '../src/shared/home-folder.ts';
import { homePaths } from '../src/shared/paths.ts';
import { readState } from '../src/shared/state-file.ts';
import { ensureToken } from '../src/shared/token-file.ts';
import { freePort } from './listeners.ts';
import { end, type Server, startPinned } from './server.ts';

const ROOT = path.join(import.meta.dirname, '..');
const READY_TIMEOUT_MS = 20_000;

export interface OurServer extends Server {
  readonly token: string;
}

/** The real daemon, from the sources, in a new home inside this folder that goes with it. Nothing it stores is thrown away meanwhile. */
export async function startOurs(folder: string): Promise<OurServer> {
  const home = fs.mkdtempSync(path.join(folder, 'home-'));
  const paths = homePaths(home);
  ensureHome(paths);
  const token = ensureToken(paths.token);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    MPM_HOOK_HOME: home,
    MPM_HOOK_PORT: String(await freePort()),
    MPM_HOOK_RETENTION_MAX_BYTES: '0',
    MPM_HOOK_RETENTION_DAYS: '0',
  };
  const program = path.join(ROOT, 'src/cli/main.ts');
  const child = startPinned(process.execPath, [...NODE_ARGUMENTS, program, 'daemon', 'run'], env);
  child.stdout?.resume();
  return {
    port: await untilReady(paths.state, paths.log),
    pid: child.pid ?? 0,
    token,
    async stop() {
      await end(child);
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function untilReady(stateFile: string, log: string): Promise<number> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const port = readState(stateFile)?.port;
    if (port !== undefined) return port;
    await delay(20);
  }
  throw new Error(`No daemon within ${READY_TIMEOUT_MS} ms; its log: ${log}`);
}
