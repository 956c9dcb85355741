import * as fs from 'node:fs';
import * as http from 'node:http';
import type * as net from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { helloProof } from '../../src/shared/hello.ts';
import { ensureToken } from '../../src/shared/token-file.ts';
import { PROTOCOL, VERSION } from '../../src/shared/version.ts';
import type { TempHome } from './temp-home.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A daemon that says what a test tells it to: for the moments that the real one has only now and then. */
export interface ScriptedDaemon {
  readonly port: number;
  /** What subscribers registered with, in order. */
  readonly registered: readonly Fields[];
  /** Lines that came in by `POST /v1/events`. */
  readonly lines: readonly Fields[];
  /** What was asked for by `GET`, but for the hello. */
  readonly asked: readonly string[];
  /** Everything in the `authorization` header of whoever came, hello included. */
  readonly tokens: readonly (string | undefined)[];
  /** How many were ever opened, and how many are open. */
  connections(): number;
  openConnections(): number;
  say(message: unknown): void;
  /** Cuts every connection, as a daemon does that dies. */
  cut(): void;
  close(): Promise<void>;
}

interface Script {
  readonly storeId?: string;
  readonly seq?: number;
  readonly version?: string;
  /** What `GET /v1/status` says. */
  readonly status?: Fields;
  /** What a question is answered with; undefined leaves it without an answer. */
  readonly onAsked?: (target: string) => Fields | undefined;
  /** Does not know the token: a stranger that speaks our protocol. */
  readonly isStranger?: boolean;
  /** Answers nothing at all. */
  readonly isMute?: boolean;
  readonly port?: number;
  /** Instead of 200, for this many posts. */
  readonly busyPosts?: number;
  readonly reject?: (line: Fields) => string | undefined;
  /** `say` resolves when the system has taken the message. */
  readonly onRegister?: (register: Fields, say: (message: unknown) => Promise<void>) => unknown;
}

export async function startScriptedDaemon(home: TempHome, script: Script = {}): Promise<ScriptedDaemon> {
  const ours = ensureToken(home.paths.token);
  const token = script.isStranger ? 'somebody-else' : ours;
  const { storeId = 'store-1', seq = 0, version = VERSION } = script;
  const registered: Fields[] = [];
  const lines: Fields[] = [];
  const asked: string[] = [];
  const tokens: (string | undefined)[] = [];
  const sockets = new Set<net.Socket>();
  let busyPosts = script.busyPosts ?? 0;
  let connections = 0;

  const identity = { version, protocol: PROTOCOL, pid: process.pid, startedAt: 1, storeId };
  const server = http.createServer((request, response) => {
    tokens.push(request.headers.authorization);
    if (script.isMute) return;
    if (request.url === '/v1/hello') {
      response.setHeader('x-mpm-proof', helloProof(token, String(request.headers['x-mpm-nonce']), portOf(server)));
      response.end(JSON.stringify(identity));
      return;
    }
    if (request.method !== 'POST') asked.push(String(request.url));
    if (script.onAsked !== undefined && request.method !== 'POST') {
      const answer = script.onAsked(String(request.url));
      if (answer !== undefined) response.end(JSON.stringify(answer));
      return;
    }
    if (request.url === '/v1/status') {
      response.end(JSON.stringify({ running: true, ...script.status }));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (busyPosts > 0) {
        busyPosts -= 1;
        response.writeHead(503).end();
        return;
      }
      const came = Buffer.concat(chunks)
        .toString('utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Fields);
      lines.push(...came);
      const rejected = came.flatMap((line, at) => {
        const code = script.reject?.(line);
        return code === undefined ? [] : [{ line: at + 1, code }];
      });
      response.end(JSON.stringify({ accepted: came.length - rejected.length, duplicates: 0, rejected }));
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  const streams = new WebSocketServer({ server, path: '/v1/stream' });
  streams.on('connection', (stream: WebSocket, request) => {
    tokens.push(request.headers.authorization);
    const say = (message: unknown) =>
      new Promise<void>((resolve) => stream.send(JSON.stringify(message), () => resolve()));
    stream.on('message', (text) => {
      const register = JSON.parse(String(text)) as Fields;
      registered.push(register);
      void say({ type: 'system.welcome', ...identity, store_id: storeId, seq, oldest_seq: 1, session_id: 'global' });
      script.onRegister?.(register, say);
    });
  });

  await new Promise<void>((resolve) => server.listen(script.port ?? 0, '127.0.0.1', resolve));
  const port = portOf(server);
  fs.writeFileSync(home.paths.state, JSON.stringify({ ...identity, port }));

  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    registered,
    lines,
    asked,
    tokens,
    connections: () => connections,
    openConnections: () => sockets.size,
    say: (message) => {
      for (const stream of streams.clients) stream.send(JSON.stringify(message));
    },
    cut,
    async close() {
      cut();
      streams.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: http.Server): number {
  return (server.address() as net.AddressInfo).port;
}

/** An envelope as it is broadcast, with this place in the order. */
export function anEnvelope(seq: number, more: Fields = {}): Fields {
  return {
    type: 'hook.stop',
    timestamp: '2026-11-22T12:00:00.000Z',
    id: `event-${seq}`,
    seq,
    session_id: 'session-1',
    host: 'laptop',
    data: { hook_event_name: 'Stop' },
    ...more,
  };
}
