import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as http from 'node:http';
import type * as net from 'node:net';
import type { WebSocket } from 'ws';
import { errorCode, MpmError } from '../shared/errors.ts';
import { HELLO_PATH, helloProof } from '../shared/hello.ts';
import type { DaemonAddress } from './find-daemon.ts';
import { lost } from './lost.ts';
import { openSocket } from './open-socket.ts';
import { type Answer, open, send } from './send-request.ts';

/** One socket to a daemon that has proved to be ours on that very socket; the token never goes anywhere else. */
export interface Connection {
  readonly port: number;
  readonly daemon: Daemon;
  /** One after the other over the kept socket; rejects with `DAEMON_LOST` when it has gone. */
  request(request: Request): Promise<Answer>;
  isOpen(): boolean;
  /** The same for an answer that is read as it comes, however long it is. @internal */
  open(request: Request): Promise<IncomingMessage>;
  /** Gives the socket to a WebSocket, and with it the connection. @internal */
  upgrade(): Promise<WebSocket>;
  close(): void;
}

/** What a daemon says of itself in its hello. */
export interface Daemon {
  readonly pid: number;
  readonly version: string;
  readonly protocol: number;
  readonly storeId: string;
  readonly startedAt: number;
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** How long the answer may take; a daemon that lives answers in a few milliseconds, unless much is asked of it. */
  readonly timeoutMs?: number;
}

/** Until connected, and for each question that does not say otherwise. */
export const TIMEOUT_MS = 10_000;
/** A daemon that does not say goodbye by then is not waited for. */
const CLOSE_MS = 1000;

/**
 * Connects and asks for the proof. Rejects with `DAEMON_NOT_RUNNING` when nobody listens, `DAEMON_STRANGER` when
 * somebody listens who is not ours, and `DAEMON_SILENT` when no answer comes.
 */
export async function openConnection(address: DaemonAddress, options: OpenOptions = {}): Promise<Connection> {
  const { port, token } = address;
  const { timeoutMs = TIMEOUT_MS, signal } = options;
  const socket = await openSocket(port, { timeoutMs, signal });
  const agent = agentFor(socket);
  const stop = () => socket.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const daemon = await askForProof(agent, { port, token }, timeoutMs);
    return createConnection({ agent, socket, port, daemon, headers: { authorization: `Bearer ${token}` } });
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

interface OpenOptions {
  readonly timeoutMs?: number;
  /** Ends the attempt; a connection that was made is not its business any more. */
  readonly signal?: AbortSignal | undefined;
}

interface Parts {
  readonly agent: http.Agent;
  readonly socket: net.Socket;
  readonly port: number;
  readonly daemon: Daemon;
  readonly headers: Readonly<Record<string, string>>;
}

function createConnection({ agent, socket, port, daemon, headers }: Parts): Connection {
  let lastTurn = Promise.resolve();

  const toSend = ({ timeoutMs = TIMEOUT_MS, ...request }: Request) => ({
    ...request,
    agent,
    port,
    timeoutMs,
    headers: { ...headers, ...request.headers },
  });
  /** Else the agent would queue it, and forget it when the socket goes. */
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = lastTurn;
    const turn = Promise.withResolvers<void>();
    lastTurn = turn.promise;
    await before;
    try {
      return await work();
    } finally {
      turn.resolve();
    }
  };

  return {
    port,
    daemon,
    isOpen: () => !socket.destroyed && socket.writable,
    request: (request) => inTurn(() => send(toSend(request))),
    open: (request) => inTurn(() => open(toSend(request))),
    async upgrade() {
      const { WebSocket } = await import('ws'); // not before: most commands only ask over HTTP
      const options = {
        agent,
        headers,
        handshakeTimeout: TIMEOUT_MS,
        closeTimeout: CLOSE_MS,
        perMessageDeflate: false,
      };
      return new WebSocket(`ws://127.0.0.1:${port}/v1/stream`, options);
    },
    close() {
      agent.destroy();
      socket.destroy();
    },
  };
}

/** Holds the one socket and never opens another: whoever listened there before may not be who listens there now. */
function agentFor(socket: net.Socket): http.Agent {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let given = false;
  agent.createConnection = () => {
    if (given) throw lost();
    given = true;
    return socket;
  };
  return agent;
}

async function askForProof(agent: http.Agent, { port, token }: DaemonAddress, timeoutMs: number): Promise<Daemon> {
  const nonce = randomBytes(16).toString('hex');
  const answer = await askHello(agent, { port, nonce, timeoutMs });
  const proof = answer.headers['x-mpm-proof'];
  const daemon = parseDaemon(answer.body);
  if (token === undefined || proof !== helloProof(token, nonce, port) || daemon === undefined) throw stranger(port);
  return daemon;
}

async function askHello(agent: http.Agent, ask: { port: number; nonce: string; timeoutMs: number }): Promise<Answer> {
  const { port, nonce, timeoutMs } = ask;
  try {
    return await send({ agent, port, path: HELLO_PATH, headers: { 'x-mpm-nonce': nonce }, timeoutMs });
  } catch (error) {
    if (errorCode(error) === 'DAEMON_SILENT') throw error;
    throw stranger(port); // hung up, or spoke something else than HTTP
  }
}

function parseDaemon(body: string): Daemon | undefined {
  try {
    const { pid, version, protocol, storeId, startedAt } = JSON.parse(body) as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof version !== 'string' || typeof protocol !== 'number') return undefined;
    if (typeof storeId !== 'string' || typeof startedAt !== 'number') return undefined;
    return { pid, version, protocol, storeId, startedAt };
  } catch {
    return undefined; // no JSON object
  }
}

function stranger(port: number): MpmError {
  return new MpmError('DAEMON_STRANGER', `Port ${port} is held by a program that is not your daemon.`, {
    hint: 'mpm-hook doctor',
  });
}
