import type { Envelope } from '../shared/envelope.ts';
import type { Wish } from '../shared/place.ts';
import { createInbox } from './inbox.ts';
import { keepSubscribed } from './keep-subscribed.ts';
import type { Notice } from './notice.ts';
import type { OpenStream } from './stream.ts';

export interface SubscriptionOptions extends Wish {
  /** Only this session. */
  readonly session?: string | undefined;
  /** Only these types, with `*` for any run of characters. */
  readonly types?: readonly string[] | undefined;
  /** Events in bundles, at most one in 50 ms: cheaper where many come and none is urgent. */
  readonly batch?: boolean | undefined;
  /** How the daemon's status names this subscriber. */
  readonly name?: string | undefined;
  /** Ends the subscription, quietly. */
  readonly signal?: AbortSignal | undefined;
  /** Told in its place among the events, as they are read: what was missed, and the connection's ups and downs. */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
}

/** Events, one after the other; leaving the loop lets the connection go. */
export interface Subscription extends AsyncIterableIterator<Envelope, undefined> {
  /** Ends it, also while somebody waits for the next event. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const DONE = { done: true, value: undefined } as const;

/**
 * Begins at once, and reconnects by itself until it is closed. Goes on behind the last event it got, so nothing is
 * missed or repeated while the daemon holds it; what it does not is told by `onNotice`.
 */
export function createSubscription(open: OpenStream, options: SubscriptionOptions): Subscription {
  const { session, types, onNotice } = options;
  const filter = {
    ...(session === undefined ? {} : { sessionId: session }),
    ...(types === undefined ? {} : { types }),
  };
  const closed = new AbortController();
  const signal = options.signal === undefined ? closed.signal : AbortSignal.any([options.signal, closed.signal]);
  const inbox = createInbox();
  signal.addEventListener('abort', () => inbox.end(), { once: true });
  const kept = keepSubscribed(inbox, open, { ...options, filter, signal });

  const close = async (): Promise<void> => {
    closed.abort();
    await kept;
  };
  const subscription: Subscription = {
    async next() {
      for (;;) {
        const item = await inbox.take();
        if (item === undefined || closed.signal.aborted) return DONE;
        if ('envelope' in item) return { done: false, value: item.envelope };
        onNotice?.(item.notice);
      }
    },
    async return() {
      await close();
      return DONE;
    },
    close,
    [Symbol.asyncIterator]: () => subscription,
    [Symbol.asyncDispose]: close,
  };
  return subscription;
}
