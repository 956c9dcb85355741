import { randomUUID } from 'node:crypto';
import * as os from 'node:os';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { toFrame } from '../shared/frame.ts';
import { createHeartbeat, type Pulse } from '../shared/heartbeat.ts';
import { createHistory, type Entry } from '../shared/history.ts';
import { CLOSE_TOO_SLOW, isObject, parseFields } from '../shared/wire.ts';
import { createListener, type Listener } from './listener.ts';

/** All who listen to this process, and the last 1000 events for those who come late. Nothing is on disk. */
export interface Audience {
  admit(webSocket: WebSocket, socket: Duplex): void;
  /** `message` is the JSON of an event as it is published. */
  tell(message: string): void;
  size(): number;
  /** Looks who is still there, and lets them know that we are. */
  beat(): void;
  dismiss(code: number, reason: string): void;
}

/** Past so many bytes behind, a listener is let go rather than hoarded for. */
const EVICT_BYTES = 16 * 1024 * 1024;

interface Seat extends Pulse {
  readonly listener: Listener;
  write(frame: Buffer): void;
  leave(code: number, reason: string): void;
}

export function createAudience(): Audience {
  const history = createHistory();
  const seats = new Set<Seat>();
  const heartbeat = createHeartbeat(() => seats);
  const storeId = randomUUID();
  const host = os.hostname();
  let seq = 0;

  return {
    admit(webSocket, socket) {
      const leave = (code: number, reason: string): void => {
        seats.delete(seat);
        webSocket.close(code, reason);
      };
      const write = (frame: Buffer): void => {
        if (webSocket.readyState !== webSocket.OPEN) return;
        socket.write(frame); // built once for all, so not by `ws`
        if (socket.writableLength > EVICT_BYTES) leave(CLOSE_TOO_SLOW, 'too slow');
      };
      const say = (text: string): void => write(toFrame(text));
      const listener = createListener({ storeId, history, lastSeq: () => seq, clients: () => seats.size, say });
      const seat: Seat = {
        listener,
        write,
        leave,
        bytesRead: () => ('bytesRead' in socket ? Number(socket.bytesRead) : 0),
        ping: () => webSocket.ping(),
        terminate: () => webSocket.terminate(),
      };
      seats.add(seat);
      webSocket.on('message', (text) => listener.hear(String(text)));
      webSocket.on('error', () => {}); // a broken frame: ws has answered it, and 'close' follows
      webSocket.once('close', () => {
        listener.close();
        seats.delete(seat);
      });
    },
    tell(message) {
      seq += 1;
      const entry = toEntry(message, { seq, host });
      history.append(entry);
      const frame = toFrame(entry.json);
      for (const { listener, write } of [...seats]) if (listener.wants(entry)) write(frame);
    },
    size: () => seats.size,
    beat() {
      heartbeat.beat();
      const health = toFrame(JSON.stringify({ type: 'system.health', status: 'ok', seq }));
      for (const { write } of [...seats]) write(health);
    },
    dismiss(code, reason) {
      for (const { leave } of [...seats]) leave(code, reason);
    },
  };
}

function toEntry(message: string, { seq, host }: { readonly seq: number; readonly host: string }): Entry {
  const { type, timestamp, id, data } = parseFields(message) ?? {};
  const session = isObject(data) && typeof data.session_id === 'string' ? { session_id: data.session_id } : {};
  const json = JSON.stringify({ type, timestamp, id, seq, ...session, host, data });
  return { seq, type: String(type), ...session, json };
}
