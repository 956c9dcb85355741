import type { Envelope } from '../shared/envelope.ts';
import type { EventFilter } from '../shared/event-filter.ts';
import type { Wish } from '../shared/place.ts';
import type { Whereabouts } from './find-daemon.ts';
import { createInbox } from './inbox.ts';
import { keepSubscribed } from './keep-subscribed.ts';
import type { Notice } from './notice.ts';

export interface SubscribeOptions extends Wish, Whereabouts {
  /** Only this session. */
  readonly session?: string;
  /** Only these types, with `*` for any run of characters. */
  readonly types?: readonly string[];
  /** How the daemon's status names this subscriber. */
  readonly name?: string;
  /** Ends the subscription, quietly. */
  readonly signal?: AbortSignal;
  /** Told in its place among the events: what was missed, and the connection's ups and downs. */
  readonly onNotice?: (notice: Notice) => void;
}

/**
 * Events as they happen. Reconnects by itself for as long as it is iterated, and goes on behind the last event it got,
 * so nothing is missed or repeated while the daemon holds it; what it does not is told by `onNotice`. A slow reader
 * holds up the socket, not our memory.
 */
export async function* subscribe(options: SubscribeOptions = {}): AsyncGenerator<Envelope, void, undefined> {
  const stopped = new AbortController();
  const inbox = createInbox();
  const signal = options.signal === undefined ? stopped.signal : AbortSignal.any([options.signal, stopped.signal]);
  const filter: EventFilter = {
    ...(options.session === undefined ? {} : { sessionId: options.session }),
    ...(options.types === undefined ? {} : { types: options.types }),
  };
  const kept = keepSubscribed(inbox, { ...options, filter, signal });
  try {
    for (;;) {
      const item = await inbox.take();
      if (item === undefined) break;
      if ('envelope' in item) yield item.envelope;
      else options.onNotice?.(item.notice);
    }
  } finally {
    stopped.abort();
    await kept;
  }
}
