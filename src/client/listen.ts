import type { RawData, WebSocket } from 'ws';
import type { Envelope } from '../shared/envelope.ts';
import { MpmError } from '../shared/errors.ts';
import type { EventFilter } from '../shared/event-filter.ts';
import type { Place } from '../shared/place.ts';
import { type GapMessage, isEnvelope, parseServerMessage, type WelcomeMessage } from '../shared/wire.ts';
import type { Connection } from './connection.ts';
import type { Inbox } from './inbox.ts';
import { lost } from './lost.ts';

export interface ListenOptions {
  readonly inbox: Inbox;
  readonly place: Place;
  readonly filter: EventFilter;
  readonly name?: string;
  readonly signal: AbortSignal;
  readonly onWelcome: () => void;
  readonly silenceMs?: number;
}

type Message = Envelope | Readonly<Record<string, unknown>>;

/** The daemon pings every 30 s; past this it is dead, however open its socket looks. */
const SILENCE_MS = 75_000;

/** Registers and puts what comes into the inbox. Resolves when told to stop, rejects when the connection is lost. */
export async function listen(connection: Connection, options: ListenOptions): Promise<void> {
  const { inbox, place, filter, name, signal } = options;
  if (signal.aborted) return connection.close();
  const socket = await connection.upgrade();
  const silence = createSilenceAlarm(socket, options.silenceMs ?? SILENCE_MS);

  const welcome = (message: WelcomeMessage): void => {
    const { store_id: storeId, seq, oldest_seq: oldestSeq } = message;
    options.onWelcome();
    const previous = place.enter(storeId, seq);
    if (previous !== undefined) inbox.put({ notice: { kind: 'newStore', storeId, previous } });
    inbox.put({ notice: { kind: 'connected', daemon: connection.daemon, port: connection.port, seq, oldestSeq } });
  };
  const gap = ({ from, to, count }: GapMessage): void => {
    if (to === null) place.forget();
    else place.advance(to);
    inbox.put({ notice: { kind: 'gap', from, to: to ?? undefined, count: count ?? undefined } });
  };
  const take = (message: Message): void => {
    if (isEnvelope(message)) {
      // What the daemon says of itself is kept nowhere, and has no place in the order.
      if (message.type.startsWith('system.') || place.advance(message.seq)) inbox.put({ envelope: message });
    } else if (message.type === 'system.welcome') welcome(message as unknown as WelcomeMessage);
    else if (message.type === 'system.gap') gap(message as unknown as GapMessage);
    else if (message.type === 'system.error') throw new MpmError(String(message.code), String(message.message));
  };

  socket.on('open', () => {
    const { sessionId, types } = filter;
    socket.send(JSON.stringify({ type: 'register', session_id: sessionId, types, name, ...place.toRegister() }));
  });
  inbox.onPressure((isHigh) => {
    if (socket.readyState !== socket.OPEN) return;
    if (isHigh) socket.pause();
    else socket.resume();
    silence.restart();
  });
  try {
    await untilClosed(socket, {
      signal,
      onFrame: (frame) => parseServerMessage(frame)?.forEach(take),
      onLife: silence.restart,
    });
  } finally {
    inbox.onPressure(() => {});
    silence.stop();
    connection.close();
  }
}

interface Life {
  readonly signal: AbortSignal;
  readonly onFrame: (text: string) => void;
  readonly onLife: () => void;
}

function untilClosed(socket: WebSocket, { signal, onFrame, onLife }: Life): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => socket.close(1000);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let failure: unknown;
    socket.on('message', (data: RawData) => {
      onLife();
      try {
        if (!signal.aborted) onFrame(String(data));
      } catch (error) {
        failure = error;
        socket.close(1000);
      }
    });
    socket.on('ping', onLife);
    socket.on('error', (error) => {
      failure ??= lost(error);
    });
    socket.on('close', (code, reason) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) resolve();
      else reject(failure ?? lost(new Error(`closed with ${code} ${String(reason)}`)));
    });
  });
}

/** Ends a connection on which nothing moves any more; one that we hold up ourselves is left alone. */
function createSilenceAlarm(socket: WebSocket, silenceMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    if (!socket.isPaused) timer = setTimeout(() => socket.terminate(), silenceMs);
  };
  restart();
  return { restart, stop };
}
