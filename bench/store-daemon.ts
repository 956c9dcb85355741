import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleCommands } from '../scripts/build/bundle.ts';
import { NODE_ARGUMENTS } from '../scripts/build/full-executable.ts';
import { daemonEnvironment } from '../src/launch/spawn-daemon.ts';
import { ensureHome } from '../src/shared/home-folder.ts';
import { type HomePaths, homePaths } from '../src/shared/paths.ts';
import { ensureToken } from '../src/shared/token-file.ts';
import { createProcessorClock, type ProcessorTime } from './processor-time.ts';

const START_DEADLINE_MS = 60_000;

/** The home of one run, and the daemon that works on it. */
export interface BenchDaemon {
  readonly paths: HomePaths;
  readonly token: string;
  readonly port: number;
  /** Starts it; the time in ms from then until it answers `/v1/hello`. */
  start(): Promise<number>;
  /** As `daemon stop` ends it. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Since it was started last. */
  processorTime(): ProcessorTime;
  rssBytes(): number;
  /** The most it ever had. */
  peakRssBytes(): number;
}

/** The daemon as it is in the sources now, bundled as for the executable and run with the executable's arguments, in the environment that it is started in. */
export async function createBenchDaemon(folder: string, extraArguments: readonly string[] = []): Promise<BenchDaemon> {
  const paths = homePaths(path.join(folder, 'home'));
  ensureHome(paths);
  const token = ensureToken(paths.token);
  const program = path.join(folder, 'cli.cjs');
  await bundleCommands(program);
  const port = await freePort();
  const env = daemonEnvironment({
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: folder,
    CLAUDE_CONFIG_DIR: path.join(folder, 'claude'),
    MPM_HOOK_HOME: paths.home,
    MPM_HOOK_PORT: String(port),
    MPM_HOOK_RETENTION_DAYS: '0',
    MPM_HOOK_RETENTION_MAX_BYTES: '0',
  });
  let child: ChildProcess | undefined;
  let clock = (): ProcessorTime => ({ loopUs: 0, indexUs: 0 });

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  const readProc = (file: string) => fs.readFileSync(`/proc/${child?.pid}/${file}`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readProc('status'))?.[1] ?? 0);

  return {
    paths,
    token,
    port,
    async start() {
      const startedMs = performance.now();
      const args = [...NODE_ARGUMENTS, ...extraArguments, program, 'daemon', 'run'];
      child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
      if (child.pid !== undefined) clock = createProcessorClock(child.pid);
      while (!(await isAnswering(port))) {
        if (child.exitCode !== null || performance.now() - startedMs > START_DEADLINE_MS) {
          throw new Error(`The daemon did not start: ${fs.readFileSync(paths.log, 'utf8').slice(-2000)}`);
        }
        await delay(2);
      }
      return performance.now() - startedMs;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    processorTime: () => clock(),
    rssBytes: () => kilobytes('VmRSS') * 1024,
    peakRssBytes: () => kilobytes('VmHWM') * 1024,
  };
}

async function isAnswering(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/v1/hello`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // nobody listens yet
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
