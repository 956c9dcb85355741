import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { until } from './until.ts';

/** A real browser with one page in it. */
export interface Browser {
  /** Runs an expression in the page; resolves to its value. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Undefined where there is none. */
export function findBrowser(): string | undefined {
  return NAMES.find((name) => spawnSync(name, ['--version']).status === 0);
}

/** Opens a page, and speaks to it by the DevTools protocol. */
export async function openPage(program: string, url: string): Promise<Browser> {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-browser-'));
  const child = spawn(program, [...flags(profile), url], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOME: profile },
  });
  const close = async () => {
    await end(child);
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const socket = new WebSocket(await findPage(profile, url));
    await once(socket, 'open');
    return { evaluate: (expression) => evaluate(socket, expression), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function flags(profile: string): string[] {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // Chromium has none for root
  const quiet = ['--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking'];
  return ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...sandbox, ...quiet];
}

/** The DevTools address of the page; the browser leaves its port in its profile. */
async function findPage(profile: string, url: string): Promise<string> {
  const file = path.join(profile, 'DevToolsActivePort');
  const port = await until(() => fs.existsSync(file) && /^\d+(?=\n)/.exec(fs.readFileSync(file, 'utf8'))?.[0], {
    withinMs: 60_000,
    what: 'the browser',
  });
  return until(
    async () => {
      const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Record<string, string>[];
      return targets.find((target) => target.type === 'page' && target.url === url)?.webSocketDebuggerUrl;
    },
    { what: 'the page' },
  );
}

let lastId = 0;

async function evaluate(socket: WebSocket, expression: string): Promise<unknown> {
  lastId += 1;
  const id = lastId;
  const answer = Promise.withResolvers<unknown>();
  const hear = ({ data }: { data: unknown }) => {
    const message = JSON.parse(String(data)) as { id?: number; result?: { result?: { value?: unknown } } };
    if (message.id === id) answer.resolve(message.result?.result?.value);
  };
  socket.addEventListener('message', hear);
  socket.send(
    JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true, awaitPromise: true } }),
  );
  const value = await answer.promise;
  socket.removeEventListener('message', hear);
  return value;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
