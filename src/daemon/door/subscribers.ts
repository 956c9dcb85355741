import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { createBacklog } from '../../shared/backlog.ts';
import { toFrame } from '../../shared/frame.ts';
import { BAD_HANDSHAKE, HANDSHAKE, refuseHandshake } from '../../shared/handshake.ts';
import { createHeartbeat } from '../../shared/heartbeat.ts';
import type { Target } from '../../shared/knock.ts';
import type { Fault } from '../../shared/refuse-socket.ts';
import { sayGoodbye } from '../../shared/stream-connection.ts';
import { CLOSE_TOKEN_CHANGED } from '../../shared/wire.ts';
import { type Connection, connect } from './connection.ts';
import type { SubscriberParts } from './subscriber.ts';

/** Past this many, the next one is turned away: hooks have to find a place too. */
const MAX_SUBSCRIBERS = 1024;
/** The largest message a client may send; past it the connection is closed with 1009. Larger events come by POST. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

const STREAM_PATHS: ReadonlySet<string> = new Set(['/', '/v1/stream']);
const NO_STREAM: Fault = { status: 404, code: 'not_found', message: 'WebSockets are served at / and /v1/stream.' };
const FULL: Fault = {
  status: 503,
  code: 'full',
  message: `There are ${MAX_SUBSCRIBERS} subscribers; no more are taken.`,
};

export interface Subscribers {
  /** Makes the connection a subscriber, or says why not. */
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, target: Target): Fault | undefined;
  /** How many there are of each name; those without one count as `other`. */
  names(): Readonly<Record<string, number>>;
  /** Looks who is still there, and tells all of them this. */
  beat(health: object): void;
  tell(message: object): void;
  /** Says the welcome again to whoever registered. */
  welcome(): void;
  /** The token was changed: whoever came in by the old one goes out. */
  dismiss(): void;
  /** Says goodbye to all, and returns when they have gone. */
  close(): Promise<void>;
}

export function createSubscribers(parts: SubscriberParts): Subscribers {
  const connections = new Set<Connection>();
  const backlog = createBacklog(() => connections);
  const heartbeat = createHeartbeat(() => connections);
  const server = new WebSocketServer({ ...HANDSHAKE, maxPayload: MAX_MESSAGE_BYTES });
  server.on('wsClientError', (error, socket) => {
    parts.onRefused(BAD_HANDSHAKE.code);
    refuseHandshake(error, socket);
  });

  const tell = (message: object): void => {
    const frame = toFrame(JSON.stringify(message));
    for (const connection of connections) connection.write(frame);
  };

  return {
    onUpgrade(request, socket, head, target) {
      if (!STREAM_PATHS.has(target.path)) return NO_STREAM;
      if (connections.size >= MAX_SUBSCRIBERS) return FULL;
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = connect(webSocket, socket, { ...parts, backlog });
        connections.add(connection);
        webSocket.once('close', () => connections.delete(connection));
      });
      return undefined;
    },
    names() {
      const names = new Map<string, number>();
      for (const { subscriber } of connections) {
        const name = subscriber.name() ?? 'other';
        names.set(name, (names.get(name) ?? 0) + 1);
      }
      return Object.fromEntries(names);
    },
    beat(health) {
      heartbeat.beat();
      tell(health);
    },
    tell,
    welcome() {
      for (const { subscriber } of connections) subscriber.welcome();
    },
    dismiss() {
      for (const { leave } of connections) leave(CLOSE_TOKEN_CHANGED, 'token changed');
    },
    async close() {
      server.close();
      await sayGoodbye(connections);
    },
  };
}
