import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { text } from 'node:stream/consumers';
import { pinned } from './server.ts';

/** What one run of the load does, and what it says to the server (bench/stream-load.c). */
export interface Load {
  /** Events in frames of one WebSocket, a request each, lines of one request, or a connection each. */
  readonly how: 'frames' | 'posts' | 'lines' | 'short';
  readonly subscribers: number;
  readonly publishers: number;
  readonly seconds: number;
  readonly warmup?: number;
  /** Events a second; without it so many are kept in flight. */
  readonly rate?: number;
  readonly inFlight?: number;
  /** The handshake of a WebSocket. */
  readonly knock?: string;
  /** Said by every subscriber, and by the publisher, a frame each. */
  readonly hail?: readonly string[];
  readonly publisherHail?: readonly string[];
  /** Said first on each short connection, and answered before the event is sent. */
  readonly greeting?: string;
  /** Short connections are WebSockets: the event is a frame, and a goodbye follows. */
  readonly wsClose?: boolean;
  readonly head?: string;
  readonly event: string;
}

/** What one run measured; CPU and memory are the server's. */
export interface Measured {
  readonly seconds: number;
  /** Sent, received by all subscribers together, and answered while it was measured. */
  readonly events: number;
  readonly deliveries: number;
  readonly answered: number;
  readonly cpuUs: number;
  /** From the moment an event was due until it was received (or, without subscribers, answered). */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssIdleKb: number;
  readonly rssConnectedKb: number;
  readonly rssPeakKb: number;
  /** Events that had not arrived everywhere when the time was over … */
  readonly behind: number;
  readonly sent: number;
  /** … and deliveries that had not five seconds later. */
  readonly missing: number;
  readonly gaps: number;
  readonly refused: number;
  readonly failures: number;
  readonly closed: number;
}

interface Target {
  readonly program: string;
  readonly folder: string;
  readonly server: { readonly port: number; readonly pid: number };
}

const LOAD_CORE = 1;

export async function runLoad({ program, folder, server }: Target, load: Load): Promise<Measured> {
  const words: string[] = [`port=${server.port}`, `pid=${server.pid}`];
  const { knock, hail, publisherHail, greeting, head, event, wsClose, ...numbers } = load;
  for (const [key, value] of Object.entries(numbers)) words.push(`${key}=${value}`);
  if (wsClose === true) words.push('wsClose=1');
  const texts = { knock, greeting, head, event, hail: hail?.join('\n'), publisherHail: publisherHail?.join('\n') };
  for (const [key, value] of Object.entries(texts)) {
    if (value === undefined) continue;
    const file = path.join(folder, `load-${key}`);
    fs.writeFileSync(file, value);
    words.push(`${key}=${file}`);
  }
  const child = spawn(...(pinned(LOAD_CORE, program, words) as [string, string[]]), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`The load ended with ${code}.`);
  return JSON.parse(said.slice(said.indexOf('{'))) as Measured;
}
