import type { Envelope } from '../shared/envelope.ts';
import { MpmError } from '../shared/errors.ts';
import type { EventFilter } from '../shared/event-filter.ts';
import type { Place } from '../shared/place.ts';
import { type GapMessage, isEnvelope, parseServerMessage, type WelcomeMessage } from '../shared/wire.ts';
import type { Connection } from './connection.ts';
import type { Inbox } from './inbox.ts';
import { createSilenceAlarm, untilClosed } from './socket-life.ts';

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

/** Registers and puts what comes into the inbox. Resolves when told to stop, rejects when the connection is lost. */
export async function listen(connection: Connection, options: ListenOptions): Promise<void> {
  const { inbox, place, filter, name, signal } = options;
  if (signal.aborted) return connection.close();
  const socket = await connection.upgrade();
  const silence = createSilenceAlarm(socket, options.silenceMs);

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
