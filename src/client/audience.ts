import { randomUUID } from 'node:crypto';
import * as os from 'node:os';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { createBacklog } from '../shared/backlog.ts';
import { toFrame } from '../shared/frame.ts';
import { createHeartbeat } from '../shared/heartbeat.ts';
import { createHistory } from '../shared/history.ts';
import { createStreamConnection, type StreamConnection, sayGoodbye } from '../shared/stream-connection.ts';
import { CLOSE_TOKEN_CHANGED, CLOSE_TOO_SLOW, isObject, parseFields } from '../shared/wire.ts';
import { createListener, type Listener, type Told } from './listener.ts';

/** All who listen to this process, and the last 1000 events for those who come late. Nothing is on disk. */
export interface Audience {
  admit(webSocket: WebSocket, socket: Duplex): void;
  /** `message` is the JSON of an event as it is published. */
  tell(message: string): void;
  size(): number;
  /** Looks who is still there, and lets them know that we are. */
  beat(): void;
  /** The token was changed: whoever came in by the old one goes out. */
  dismiss(): void;
  /** Says goodbye to all, and returns when they have gone. */
  close(): Promise<void>;
}

/** Past so many bytes behind, a listener is let go rather than hoarded for. */
const EVICT_BYTES = 16 * 1024 * 1024;

export function createAudience(): Audience {
  const history = createHistory<Told>();
  const connections = new Set<StreamConnection<Listener>>();
  const backlog = createBacklog(() => connections);
  const heartbeat = createHeartbeat(() => connections);
  const storeId = randomUUID();
  const host = os.hostname();
  let seq = 0;

  return {
    admit(webSocket, socket) {
      const parts = { storeId, history, lastSeq: () => seq, clients: () => connections.size };
      const connection = createStreamConnection(webSocket, socket, {
        backlog,
        converse: (line) => createListener({ ...parts, line }),
      });
      connections.add(connection);
      webSocket.once('close', () => connections.delete(connection)); // until then it holds what was not taken
    },
    tell(message) {
      seq += 1;
      const entry = toEntry(message, { seq, host });
      history.append(entry);
      const frame = toFrame(entry.json); // built once for all
      for (const { conversation, write, untakenBytes, leave } of connections) {
        if (!conversation.wants(entry)) continue;
        write(frame);
        if (untakenBytes() > EVICT_BYTES) leave(CLOSE_TOO_SLOW, 'too slow');
      }
    },
    size: () => connections.size,
    beat() {
      heartbeat.beat();
      const health = toFrame(JSON.stringify({ type: 'system.health', status: 'ok', seq }));
      for (const { write } of connections) write(health);
    },
    dismiss() {
      for (const { leave } of connections) leave(CLOSE_TOKEN_CHANGED, 'token changed');
    },
    close: () => sayGoodbye(connections),
  };
}

function toEntry(message: string, { seq, host }: { readonly seq: number; readonly host: string }): Told {
  const { type, timestamp, id, data } = parseFields(message) ?? {};
  const session = isObject(data) && typeof data.session_id === 'string' ? { session_id: data.session_id } : {};
  const json = JSON.stringify({ type, timestamp, id, seq, ...session, host, data });
  return { seq, type: String(type), atMs: Date.parse(String(timestamp)), ...session, json };
}
