import type { EventFilter } from '../../shared/event-filter.ts';
import type { GapMessage, RegisterMessage } from '../../shared/wire.ts';
import { MAX_HISTORY } from '../../shared/wire.ts';
import type { EventStore } from '../store/event-store.ts';

export interface StartingPoint {
  /** The subscription begins behind this seq. */
  readonly afterSeq: number;
  /** What has to be told first: that `after` meant another store. */
  readonly gap?: GapMessage;
}

/** Where in the past a subscriber's stream begins: behind its last seq, at a time, or with the last so many; else now. */
export function toStartingPoint(wish: RegisterMessage, filter: EventFilter, store: EventStore): StartingPoint {
  const lastSeq = store.lastSeq();
  if (wish.after !== undefined) return resume(wish.after, wish.storeId, filter, store);
  if (wish.sinceMs !== undefined) {
    const first = Math.min(...store.since(wish.sinceMs, { limit: MAX_HISTORY, filter }).map((entry) => entry.seq));
    return { afterSeq: Number.isFinite(first) ? first - 1 : lastSeq };
  }
  return { afterSeq: wish.history === undefined ? lastSeq : beforeLast(wish.history, filter, store) };
}

/** A seq of another store means nothing here: everything recent is new to that client, and what it missed nobody knows. */
function resume(after: number, storeId: string | undefined, filter: EventFilter, store: EventStore): StartingPoint {
  const isOurs = (storeId === undefined || storeId === store.storeId) && after <= store.lastSeq();
  if (isOurs) return { afterSeq: after };
  const gap: GapMessage = { type: 'system.gap', from: after + 1, to: null, count: null, reason: 'store_changed' };
  return { afterSeq: beforeLast(MAX_HISTORY, filter, store), gap };
}

function beforeLast(count: number, filter: EventFilter, store: EventStore): number {
  const first = count === 0 ? undefined : store.seqOfLast(count, filter);
  return first === undefined ? store.lastSeq() : first - 1;
}
