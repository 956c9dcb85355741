import { type Broadcaster, createBroadcaster } from '../../src/daemon/events/broadcaster.ts';
import type { Limits } from '../../src/daemon/events/subscriber.ts';
import type { Entry } from '../../src/daemon/store/entry.ts';
import type { EventStore, NewEvent } from '../../src/daemon/store/event-store.ts';
import { createHistory } from '../../src/shared/history.ts';
import { createMemoryStore } from './memory-store.ts';
import { aNewEvent } from './new-event.ts';
import { toTestFrame } from './test-sink.ts';

/** Small enough that a few events pass them. */
export const TEST_LIMITS: Limits = { thinBytes: 1000, drainedBytes: 300, evictBytes: 4000 };

export interface Stage {
  readonly store: EventStore;
  readonly broadcaster: Broadcaster;
  /** Appends and publishes as the intake does. */
  publish(...events: Partial<NewEvent>[]): Entry[];
}

/** A broadcaster before an empty store. */
export function stage({ remembered = 1000, limits = undefined as Limits | undefined } = {}): Stage {
  const store = createMemoryStore();
  const history = createHistory({ capacity: remembered });
  const broadcaster = createBroadcaster({ store, history, toFrame: toTestFrame, ...(limits && { limits }) });
  return {
    store,
    broadcaster,
    publish: (...events) =>
      store.append(events.map(aNewEvent)).map((appended) => {
        if (appended.status !== 'accepted') throw new Error('a twin');
        history.append(appended.entry);
        broadcaster.publish(appended.entry);
        return appended.entry;
      }),
  };
}
