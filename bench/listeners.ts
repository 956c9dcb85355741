import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readState } from '../src/shared/state-file.ts';
import type { BenchHome } from './hook-world.ts';

const READY_TIMEOUT_MS = 20_000;

export interface RunningDaemon {
  readonly port: number;
  /** How many events are in its store. */
  countEvents(): Promise<number>;
  stop(): Promise<void>;
}

/** A daemon of this home in the foreground of a process of its own. */
export async function startDaemon(full: string, home: BenchHome): Promise<RunningDaemon> {
  const daemon = spawn(full, ['daemon', 'run'], { env: home.env(await freePort()), stdio: 'ignore' });
  const port = await untilReady(home);
  return {
    port,
    countEvents: () => countEvents(home, port),
    async stop() {
      const ended = once(daemon, 'exit');
      daemon.kill('SIGTERM');
      await ended;
    },
  };
}

/** Waits for a daemon that hooks have started; resolves to its port. */
export async function untilReady(home: BenchHome): Promise<number> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const port = readState(home.paths.state)?.port;
    if (port !== undefined && (await answers(port))) return port;
    await delay(20);
  }
  throw new Error(`No daemon within ${READY_TIMEOUT_MS} ms; its log: ${home.paths.log}`);
}

export async function countEvents(home: BenchHome, port: number): Promise<number> {
  const headers = { authorization: `Bearer ${home.token}` };
  const response = await fetch(`http://127.0.0.1:${port}/v1/status`, { headers });
  const status = (await response.json()) as { readonly events: number };
  return status.events;
}

/** Ends whatever daemon this home has. */
export async function stopDaemon(full: string, home: BenchHome): Promise<void> {
  await promisify(execFile)(full, ['daemon', 'stop'], { env: home.env(1) });
}

/** Takes every connection and never says a word. */
export async function startSilentListener(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}); // the hook gives up by closing hard
    socket.on('close', () => open.delete(socket));
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A port that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const listener = await startSilentListener();
  await listener.stop();
  return listener.port;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health`)).ok;
  } catch {
    return false; // not listening yet
  }
}
