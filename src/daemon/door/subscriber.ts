import type { EventFilter } from '../../shared/event-filter.ts';
import { createEventId } from '../../shared/event-id.ts';
import { printHistory } from '../../shared/history-answer.ts';
import type { ReplayMessage } from '../../shared/replay-wire.ts';
import { toStartingPoint } from '../../shared/starting-point.ts';
import {
  type ClientMessage,
  type GetHistoryMessage,
  type Problem,
  type PublishMessage,
  parseClientMessage,
  type RegisterMessage,
  type SystemMessage,
} from '../../shared/wire.ts';
import type { Broadcaster, SubscribeOptions, Subscription } from '../events/broadcaster.ts';
import type { Intake } from '../events/intake.ts';
import type { Sink } from '../events/subscriber.ts';
import { createReplays, type ReplayLine } from '../replay/replays.ts';
import type { Reporter } from '../reporter.ts';
import type { EventStore } from '../store/event-store.ts';
import { isFinal, toFault } from './fault.ts';
import type { Identity } from './hello.ts';
import { printData } from './print-data.ts';
import { take } from './take.ts';

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
  readonly reporter: Reporter;
  /** An event was not taken, and why. */
  readonly onRejected: (code: string) => void;
  /** Something else was not, and why. */
  readonly onRefused: (code: string) => void;
}

/** The connection as the conversation sees it. */
export interface Line extends Sink, ReplayLine {
  say(message: SystemMessage): void;
  sayText(text: string): void;
}

export interface Subscriber {
  hear(text: string): Promise<void>;
  /** Tells who registered that the store is another one, while the seqs count on. */
  welcome(): void;
  /** What it called itself when it registered. */
  name(): string | undefined;
  close(): void;
}

/** The conversation with one client: what it asks, in its order, and the stream it asked for. */
export function createSubscriber(line: Line, parts: SubscriberParts): Subscriber {
  const { identity, store, intake, broadcaster, status, nowMs, reporter, onRejected, onRefused } = parts;
  const connectedAtSeq = store.lastSeq();
  let subscription: Subscription | undefined;
  /** Whoever replays and never registered hears its replays alone. */
  let registered: RegisterMessage | undefined;
  let isSilent = false;
  const grace = setTimeout(() => subscribe({ filter: {}, afterSeq: connectedAtSeq }), REGISTER_GRACE_MS);

  const subscribe = (options: SubscribeOptions): void => {
    clearTimeout(grace);
    subscription?.close();
    subscription = broadcaster.subscribe(line, options);
  };

  const welcome = (wish: RegisterMessage, after: number): void => {
    line.say({
      type: 'system.welcome',
      version: identity.version,
      protocol: identity.protocol,
      store_id: store.storeId,
      seq: store.lastSeq(),
      oldest_seq: store.oldestSeq(),
      forgotten: store.counters().forgotten ?? 0,
      session_id: wish.sessionId ?? 'global',
      after,
    });
  };

  const register = (wish: RegisterMessage): void => {
    const filter: EventFilter = { sessionId: wish.sessionId, types: wish.types };
    const reachedSeq = subscription?.seq() ?? (isSilent ? store.lastSeq() : connectedAtSeq);
    const { gap, ...start } = toStartingPoint(wish, { filter, store, reachedSeq });
    const afterSeq = broadcaster.startSeq({ filter, ...start });
    registered = wish;
    reporter.report('subscriber_came', { name: wish.name, session: wish.sessionId ?? 'global' });
    welcome(wish, afterSeq);
    if (gap !== undefined) line.say(gap);
    subscribe({ filter, afterSeq, batch: wish.batch });
  };

  const tellHistory = ({ limit, sessionId, types }: GetHistoryMessage): void => {
    line.sayText(printHistory(store.last(limit, { sessionId, types })));
  };

  const publish = async ({ eventType, data, id = createEventId(nowMs()), timestampMs, wantsAck }: PublishMessage) => {
    const origin = { via: 'socket' };
    try {
      const bytes = Buffer.from(printData(data));
      const { seq } = await take(intake, { bytes, id, sentAtMs: timestampMs, type: eventType, origin });
      if (wantsAck) line.say({ type: 'system.ack', id, seq });
    } catch (error) {
      const fault = toFault(error);
      if (fault === undefined) throw error;
      const isKept = !isFinal(fault); // by its sender, to try again
      refuse({ code: fault.code, message: fault.message, id }, isKept ? onRefused : onRejected);
    }
  };

  const refuse = (problem: Problem, count = onRefused): void => {
    count(problem.code);
    line.say({ type: 'system.error', ...problem });
  };

  const replays = createReplays({
    line,
    recordings: store.recordings,
    refuse: (problem) => refuse(problem),
    onFailure: (error) => reporter.report('failed', { error }),
  });

  const replay = (message: ReplayMessage): Promise<void> => {
    if (registered === undefined) silence();
    return replays.hear(message);
  };

  const silence = (): void => {
    clearTimeout(grace);
    subscription?.close();
    subscription = undefined;
    isSilent = true;
  };

  const answer = async (message: ClientMessage): Promise<void> => {
    if (message.type === 'register') return register(message);
    if (message.type === 'get_status') return line.say({ type: 'system.status', ...status() });
    if (message.type === 'get_history') return tellHistory(message);
    if (message.type === 'publish') return publish(message);
    return replay(message);
  };

  return {
    name: () => registered?.name,
    welcome() {
      if (registered !== undefined) welcome(registered, subscription?.seq() ?? store.lastSeq());
    },
    async hear(text) {
      const message = parseClientMessage(text, nowMs());
      if ('problem' in message) refuse(message.problem, message.isOfEvent === true ? onRejected : onRefused);
      else await answer(message);
    },
    close() {
      clearTimeout(grace);
      subscription?.close();
      replays.close();
    },
  };
}
