import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import type { PageFiles } from '../../src/daemon/door/page.ts';
import { scrubLog } from '../../src/daemon/log-scrub.ts';
import { startDaemon } from '../../src/daemon/start.ts';
import { loadSettings, type Settings } from '../../src/shared/config.ts';
import { readState } from '../../src/shared/state-file.ts';
import { readToken } from '../../src/shared/token.ts';
import { createTempHome, freePort, type TempHome } from './temp-home.ts';
import { until } from './until.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

export interface TestDaemon {
  readonly home: TempHome;
  readonly port: number;
  readonly pid: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The same for WebSockets, without the token. */
  readonly streamUrl: string;
  token(): string;
  /** A request with the token, and whatever else is given. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Delivers an event as a hook would, and resolves to the status of the answer. */
  post(event: object | string | Buffer, headers?: Readonly<Record<string, string>>): Promise<number>;
  status(): Promise<Record<string, unknown>>;
}

export interface InProcessDaemon extends TestDaemon {
  /** What it reported, oldest first. */
  readonly facts: readonly { readonly event: string; readonly fact: Readonly<Record<string, unknown>> }[];
  /** Why it wanted to end by itself. */
  readonly endRequests: readonly string[];
  /** Ends it gracefully, and keeps its home. */
  stop(): Promise<void>;
  /** Ends it, and removes the home that was made for it. */
  close(): Promise<void>;
}

export interface TestDaemonOptions {
  /** A home that outlives the daemon; without it one is made, and goes with it. */
  readonly home?: TempHome;
  readonly settings?: Partial<Settings>;
  /** The dashboard; without it the daemon says that it is not built. */
  readonly page?: PageFiles;
}

/** A daemon inside the test's own process, on a port of its own, in a home of its own. */
export async function startTestDaemon({
  home = createTempHome(),
  settings = {},
  page,
}: TestDaemonOptions = {}): Promise<InProcessDaemon> {
  const defaults = loadSettings(home.paths.config, {}).settings;
  const facts: { event: string; fact: Readonly<Record<string, unknown>> }[] = [];
  const endRequests: string[] = [];
  const daemon = await startDaemon({
    paths: home.paths,
    settings: { ...defaults, port: await freePort(), ...settings },
    reporter: { report: (event, fact) => facts.push({ event, fact: { ...fact } }) },
    page,
    scrubLog: (names, how) => scrubLog(home.paths.log, names, how),
    requestEnd: (reason) => endRequests.push(reason),
  });
  if (daemon === undefined) throw new Error(`another process owns ${home.paths.home}`);
  return {
    ...speakTo(home, daemon.state),
    facts,
    endRequests,
    stop: () => daemon.stop('the test is over'),
    async close() {
      await daemon.stop('the test is over');
      home.remove();
    },
  };
}

export interface ChildDaemon extends TestDaemon {
  readonly child: ChildProcess;
  /** Sends a signal and waits for the end; resolves to the exit code, or the signal's name. */
  end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** A daemon of its own process, by the command that the launcher uses. It ends with the test only if `end` is called. */
export async function spawnTestDaemon(
  home: TempHome,
  env: Readonly<Record<string, string>> = {},
): Promise<ChildDaemon> {
  const port = env.MPM_HOOK_PORT ?? String(await freePort());
  const child = runDaemonCommand(home, { MPM_HOOK_PORT: port, ...env });
  const state = await until(
    () => {
      const found = readState(home.paths.state);
      return found?.pid === child.pid && found;
    },
    { what: 'the state file of the daemon' },
  );
  return {
    ...speakTo(home, state),
    child,
    async end(signal = 'SIGTERM') {
      const ended = once(child, 'exit');
      child.kill(signal);
      const [code, by] = await ended;
      return code ?? by;
    },
  };
}

/** `mpm-hook daemon run` from the sources. */
export function runDaemonCommand(home: TempHome, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [path.join(ROOT, 'src/cli/main.ts'), 'daemon', 'run'], {
    env: { ...home.env, ...env },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
}

/** A daemon that runs somewhere, as a test asks it. */
export function speakTo(home: TempHome, { port, pid }: { port: number; pid: number }): TestDaemon {
  const url = `http://127.0.0.1:${port}`;
  const token = () => readToken(home.paths.token) ?? '';
  const request = (target: string, init: RequestInit = {}) =>
    fetch(url + target, { ...init, headers: { authorization: `Bearer ${token()}`, ...init.headers } });
  return {
    home,
    port,
    pid,
    url,
    streamUrl: `ws://127.0.0.1:${port}/`,
    token,
    request,
    async post(event, headers = {}) {
      const body = typeof event === 'string' || Buffer.isBuffer(event) ? event : JSON.stringify(event);
      const answer = await request('/v1/events', {
        method: 'POST',
        body: typeof body === 'string' ? body : new Uint8Array(body),
        headers: { 'content-type': 'application/json', ...headers },
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    async status() {
      return (await (await request('/v1/status')).json()) as Record<string, unknown>;
    },
  };
}
