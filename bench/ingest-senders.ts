import * as path from 'node:path';
import { findPython } from './contenders.ts';
import type { Load } from './load.ts';
import { type Server, spawnServer } from './server.ts';
import { aHello, anEvent, anUpgrade, aPost } from './stream-events.ts';
import { startOurs } from './stream-home.ts';

/** Somebody who takes events in, and how they are sent there. */
export interface Sender {
  readonly name: string;
  start(folder: string): Promise<Server & { readonly load: SenderLoad }>;
}

type SenderLoad = Pick<Load, 'how' | 'greeting' | 'wsClose' | 'event'>;

const FOLDER = path.join(import.meta.dirname, 'contenders');
const EVENT = anEvent(1024);

/** As hooks do: a new connection, the question who is there, the event on the same connection. */
const ourHooks: Sender = {
  name: 'mpm-hook, as hooks do',
  async start(folder) {
    const server = await startOurs(folder);
    return { ...server, load: { how: 'short', greeting: aHello(server), event: aPost(EVENT, server) } };
  },
};

const ourKept: Sender = {
  name: 'mpm-hook, kept sockets',
  async start(folder) {
    const server = await startOurs(folder);
    return { ...server, load: { how: 'posts', event: aPost(EVENT, server) } };
  },
};

const bareHttp = (name: string, how: 'short' | 'posts'): Sender => ({
  name,
  async start() {
    const server = await spawnServer(process.execPath, [path.join(FOLDER, 'node-http.ts')]);
    return { ...server, load: { how, event: aPost(EVENT, { port: server.port, token: '-' }) } };
  },
});

/** One WebSocket an event, as the hooks of the stack this project began with: handshake, frame, goodbye. */
const pythonSockets = (python: string): Sender => ({
  name: 'Python websockets, one each',
  async start() {
    const server = await spawnServer(python, [path.join(FOLDER, 'broadcast.py')]);
    return { ...server, load: { how: 'short', greeting: anUpgrade(server.port, '/'), wsClose: true, event: EVENT } };
  },
});

export function findSenders(say: (line: string) => void): Sender[] {
  const python = findPython(say);
  const ours = [ourHooks, ourKept];
  const bare = [bareHttp('node:http, one each', 'short'), bareHttp('node:http, kept sockets', 'posts')];
  return python === undefined ? [...ours, ...bare] : [...ours, pythonSockets(python), ...bare];
}
