import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createEventId } from '../src/shared/event-id.ts';
import type { HomePaths } from '../src/shared/paths.ts';
import { readState } from '../src/shared/state-file.ts';

const MAIN = path.join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');
const READY_MS = 20_000;

export interface LoadedDaemon {
  readonly port: number;
  request(method: string, target: string, body?: string, type?: string): Promise<Answer>;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A daemon of this home, from the sources, in a process of its own. */
export async function startDaemon(paths: HomePaths, env: Readonly<Record<string, string>>): Promise<LoadedDaemon> {
  const child: ChildProcess = spawn(process.execPath, [MAIN, 'daemon', 'run'], { env: { ...env }, stdio: 'ignore' });
  const deadline = Date.now() + READY_MS;
  let port: number | undefined;
  while (port === undefined && Date.now() < deadline) {
    await delay(50);
    const state = readState(paths.state);
    if (state?.pid === child.pid) port = state?.port;
  }
  if (port === undefined) throw new Error(`No daemon within ${READY_MS} ms; its log: ${paths.log}`);
  const token = fs.readFileSync(paths.token, 'utf8').trim();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  return {
    port,
    request: (method, target, body, type = 'application/json') =>
      send({ agent, port, token, method, path: target, body, type }),
    async stop() {
      agent.destroy();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

interface Sending {
  readonly agent: http.Agent;
  readonly port: number;
  readonly token: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly type: string;
}

function send({ agent, port, token, method, path: target, body = '', type }: Sending): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
  };
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, host: '127.0.0.1', port, method, path: target, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A call of a tool, before and after, some 1.5 KB each; ten sessions at a time, each for some thousand events. */
export function anEventLine(index: number, atMs: number): string {
  const call = Math.floor(index / 2);
  const hook = index % 2 === 0 ? 'PreToolUse' : 'PostToolUse';
  const session = `session-${(call % 10) + 10 * Math.floor(index / 40_000)}`;
  const said = { hook_event_name: hook, session_id: session, cwd: '/home/dev/project', tool_use_id: `toolu_${call}` };
  const data = { ...said, tool_name: 'Bash', tool_input: { command: 'npm test', text: 'x'.repeat(1150) } };
  return JSON.stringify({
    type: `hook.${hook === 'PreToolUse' ? 'pre_tool' : 'post_tool'}`,
    id: createEventId(atMs),
    data,
  });
}

interface LoadOptions {
  readonly eventsPerSecond: number;
  readonly seconds: number;
  readonly batch: number;
}

export interface LoadResult {
  readonly sent: number;
  readonly ackMs: readonly number[];
  readonly failed: number;
}

/** Sends at an even rate whatever the answers take, as many hooks would; the ack's time counts from when it was to be sent. */
export async function load(daemon: LoadedDaemon, options: LoadOptions): Promise<LoadResult> {
  const { eventsPerSecond, seconds, batch } = options;
  const everyMs = (batch / eventsPerSecond) * 1000;
  const startedMs = performance.now();
  const ackMs: number[] = [];
  const waiting = new Set<Promise<void>>();
  let failed = 0;
  let sent = 0;

  const post = async (dueMs: number, lines: string): Promise<void> => {
    const { status } = await daemon.request('POST', '/v1/events', lines, 'application/x-ndjson');
    ackMs.push(performance.now() - dueMs);
    if (status !== 200) failed += 1;
  };
  for (let at = 0; at < (seconds * 1000) / everyMs; at += 1) {
    const dueMs = startedMs + at * everyMs;
    const restMs = dueMs - performance.now();
    if (restMs >= 1) await delay(restMs);
    const lines = Array.from({ length: batch }, (_, index) => anEventLine(sent + index, Date.now())).join('\n');
    sent += batch;
    const posted = post(dueMs, lines);
    waiting.add(posted);
    void posted.finally(() => waiting.delete(posted));
  }
  await Promise.all(waiting);
  return { sent, ackMs, failed };
}
