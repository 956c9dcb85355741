import type { Tally } from '../store/counted.ts';
import type { EventStore } from '../store/event-store.ts';

/**
 * `late`: came through the spool. `rejected`: events refused for good, or unreadable in the spool. `refused`: whoever and
 * whatever else was turned away. `dropped`: pushed out of a full spool. `redacted`: places in events where a secret
 * stood. `forgotten`: one for each beginning and each end of forgetting. `accepted`, `duplicates` and `pruned` the store counts itself.
 */
export type CounterName = 'late' | 'rejected' | 'refused' | 'dropped' | 'redacted' | 'forgotten';

/** Counts what must not be lost in silence; each count reaches the disk with the next transaction. */
export interface Counters {
  count(name: CounterName, by?: number): void;
  /** What is to be written with the transaction at hand; from now on it is the store's. */
  take(): Tally;
  /** Writes what no event has taken along. */
  flush(): void;
  /** All there ever was, the store's counters included. */
  all(): Readonly<Record<CounterName | 'accepted' | 'duplicates' | 'pruned', number>>;
}

export function createCounters(store: EventStore): Counters {
  let waiting: Record<string, number> = {};

  function take(): Tally {
    const taken = waiting;
    waiting = {};
    return taken;
  }

  return {
    count(name, by = 1) {
      waiting[name] = (waiting[name] ?? 0) + by;
    },
    take,
    flush() {
      if (Object.keys(waiting).length > 0) store.append([], take());
    },
    all() {
      const stored = store.counters();
      const total = (name: string) => (stored[name] ?? 0) + (waiting[name] ?? 0);
      return {
        accepted: total('accepted'),
        duplicates: total('duplicates'),
        pruned: total('pruned'),
        late: total('late'),
        rejected: total('rejected'),
        refused: total('refused'),
        dropped: total('dropped'),
        redacted: total('redacted'),
        forgotten: total('forgotten'),
      };
    },
  };
}
