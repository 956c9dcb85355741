import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Load } from './load.ts';
import { hasProgram, succeeds } from './programs.ts';
import { type Server, spawnServer } from './server.ts';
import { anEvent, anUpgrade, aPost, lines } from './stream-events.ts';
import { type OurServer, startOurs } from './stream-home.ts';

/** Somebody who broadcasts events, and how to speak to it. */
export interface Contender {
  readonly name: string;
  /** How events get in. */
  readonly published: string;
  start(folder: string, eventBytes: number): Promise<Contest>;
}

/** A server that runs, and what the load has to say to it. */
export interface Contest extends Server {
  readonly load: Pick<Load, 'how' | 'publishers' | 'knock' | 'hail' | 'publisherHail' | 'event' | 'head'>;
}

const FOLDER = path.join(import.meta.dirname, 'contenders');
const CACHE = path.join(import.meta.dirname, '..', 'node_modules', '.cache', 'mpm-hook', 'bench');
const SOCKET_IO = '4.8.4';
/** So many hooks at once, each on a socket of its own. */
const POSTERS = 64;

const ourPosts: Contender = {
  name: 'mpm-hook',
  published: `one POST an event, ${POSTERS} kept sockets`,
  async start(folder, eventBytes) {
    const server = await startOurs(folder);
    const event = aPost(anEvent(eventBytes), server);
    return { ...server, load: { how: 'posts', publishers: POSTERS, knock: ourKnock(server), event } };
  },
};

/** The one that other benches take, too. */
export const ourLines = {
  name: 'mpm-hook, lines',
  published: 'NDJSON over one kept socket, as the client library',
  async start(folder: string, eventBytes: number): Promise<OurServer & Contest> {
    const server = await startOurs(folder);
    const { head, line } = lines(anEvent(eventBytes), server);
    return { ...server, load: { how: 'lines', publishers: 1, knock: ourKnock(server), head, event: line } };
  },
} satisfies Contender;

function ourKnock({ port, token }: { readonly port: number; readonly token: string }): string {
  return anUpgrade(port, `/?token=${token}`);
}

const python = (program: string): Contender => ({
  name: 'Python websockets',
  published: 'frames over one kept WebSocket',
  start: (_folder, eventBytes) => startPlain(program, [path.join(FOLDER, 'broadcast.py')], eventBytes),
});

const plainWs: Contender = {
  name: 'ws.send',
  published: 'frames over one kept WebSocket',
  start: (_folder, eventBytes) => startPlain(process.execPath, [path.join(FOLDER, 'ws-send.ts')], eventBytes),
};

const socketIo: Contender = {
  name: 'Socket.IO',
  published: 'frames over one kept WebSocket',
  async start(_folder, eventBytes) {
    const server = await spawnServer(process.execPath, [path.join(FOLDER, 'socket-io.ts'), CACHE]);
    const knock = anUpgrade(server.port, '/socket.io/?EIO=4&transport=websocket');
    const event = `42["publish",${anEvent(eventBytes)}]`;
    const hail = ['40{"register":true}'];
    return { ...server, load: { how: 'frames', publishers: 1, knock, hail, publisherHail: ['40'], event } };
  },
};

async function startPlain(command: string, args: readonly string[], eventBytes: number): Promise<Contest> {
  const server = await spawnServer(command, args);
  const knock = anUpgrade(server.port, '/');
  return { ...server, load: { how: 'frames', publishers: 1, knock, hail: ['register'], event: anEvent(eventBytes) } };
}

/** Debian's Python first: another one rarely has its packages. */
export function findPython(say: (line: string) => void): string | undefined {
  const python = ['/usr/bin/python3', 'python3'].find((one) => succeeds(one, ['-c', 'import websockets']));
  if (python === undefined) {
    say("Left out: Python websockets, Debian's python3-websockets: apt-get install python3-websockets.");
  }
  return python;
}

/** Those that can run here; what is missing is said by name. */
export function findContenders(say: (line: string) => void): Contender[] {
  const others = [plainWs];
  if (installSocketIo()) others.unshift(socketIo);
  else say(`Left out: Socket.IO. npm could not install socket.io ${SOCKET_IO} into ${CACHE}.`);
  const program = findPython(say);
  if (program !== undefined) others.unshift(python(program));
  return [ourPosts, ourLines, ...others];
}

function installSocketIo(): boolean {
  const isThere = fs.existsSync(path.join(CACHE, 'node_modules', 'socket.io'));
  if (isThere || !hasProgram('npm')) return isThere;
  fs.mkdirSync(CACHE, { recursive: true });
  fs.writeFileSync(path.join(CACHE, 'package.json'), '{"private":true}\n');
  return succeeds('npm', [
    'install',
    '--prefix',
    CACHE,
    '--no-audit',
    '--no-fund',
    '--fetch-retries=1',
    `socket.io@${SOCKET_IO}`,
  ]);
}
