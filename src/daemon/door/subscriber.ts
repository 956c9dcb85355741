import type { EventFilter } from '../../shared/event-filter.ts';
import { createEventId } from '../../shared/event-id.ts';
import {
  type ClientMessage,
  type GetHistoryMessage,
  type PublishMessage,
  parseClientMessage,
  type RegisterMessage,
} from '../../shared/wire.ts';
import type { Broadcaster, Sink, Subscription } from '../events/broadcaster.ts';
import type { Intake } from '../events/intake.ts';
import type { EventStore } from '../store/event-store.ts';
import { toStartingPoint } from './catch-up.ts';
import type { Identity } from './hello.ts';
import { printHistory } from './history-answer.ts';

/** A client that has not said what it wants by then gets everything, from its first moment on. */
const REGISTER_GRACE_MS = 100;

/** What every subscriber's conversation needs of the daemon. */
export interface SubscriberParts {
  readonly identity: Identity;
  readonly store: EventStore;
  readonly intake: Intake;
  readonly broadcaster: Broadcaster;
  readonly status: () => object;
  readonly nowMs: () => number;
}

/** The connection as the conversation sees it. */
export interface Line extends Sink {
  say(message: object): void;
  sayText(text: string): void;
}

export interface Subscriber {
  hear(text: string): Promise<void>;
  /** What it called itself when it registered. */
  name(): string | undefined;
  close(): void;
}

/** The conversation with one client: what it asks, in its order, and the stream it asked for. */
export function createSubscriber(line: Line, parts: SubscriberParts): Subscriber {
  const { identity, store, intake, broadcaster, status, nowMs } = parts;
  const connectedAfterSeq = store.lastSeq();
  let subscription: Subscription | undefined;
  let name: string | undefined;
  const grace = setTimeout(() => subscribe({}, connectedAfterSeq), REGISTER_GRACE_MS);

  const subscribe = (filter: EventFilter, afterSeq: number, batch = false): void => {
    clearTimeout(grace);
    subscription?.close();
    subscription = broadcaster.subscribe(line, { filter, afterSeq, batch });
  };

  const register = (wish: RegisterMessage): void => {
    const filter: EventFilter = { sessionId: wish.sessionId, types: wish.types };
    const { afterSeq, gap } = toStartingPoint(wish, filter, store);
    name = wish.name;
    subscription?.close();
    line.say({
      type: 'system.welcome',
      version: identity.version,
      protocol: identity.protocol,
      store_id: store.storeId,
      seq: store.lastSeq(),
      oldest_seq: store.oldestSeq(),
      session_id: wish.sessionId ?? 'global',
    });
    if (gap !== undefined) line.say(gap);
    subscribe(filter, afterSeq, wish.batch);
  };

  const tellHistory = ({ limit, sessionId, types }: GetHistoryMessage): void => {
    line.sayText(printHistory(store.last(limit, { sessionId, types })));
  };

  const publish = async ({ eventType, data, id = createEventId(nowMs()), timestampMs, wantsAck }: PublishMessage) => {
    const bytes = Buffer.from(JSON.stringify(data));
    const origin = { via: 'socket' };
    const outcome = await intake.accept({ bytes, id, sentAtMs: timestampMs ?? nowMs(), type: eventType, origin });
    if (outcome.status === 'rejected') {
      line.say({ type: 'system.error', code: outcome.code, message: outcome.message, id });
    } else if (wantsAck) {
      line.say({ type: 'system.ack', id, seq: outcome.seq });
    }
  };

  const answer = async (message: ClientMessage): Promise<void> => {
    if (message.type === 'register') return register(message);
    if (message.type === 'get_status') return line.say({ type: 'system.status', ...status() });
    if (message.type === 'get_history') return tellHistory(message);
    return publish(message);
  };

  return {
    name: () => name,
    async hear(text) {
      const message = parseClientMessage(text, nowMs());
      if ('problem' in message) return line.say({ type: 'system.error', ...message.problem });
      return answer(message);
    },
    close() {
      clearTimeout(grace);
      subscription?.close();
    },
  };
}
