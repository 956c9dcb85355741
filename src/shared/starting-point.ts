import type { EventFilter } from './event-filter.ts';
import { type GapMessage, MAX_HISTORY, type RegisterMessage } from './wire.ts';

/** Where in the past a stream begins: behind a seq, or with the last so many. */
export interface StartingPoint {
  readonly afterSeq?: number;
  readonly last?: number;
  /** What has to be told first. */
  readonly gap?: GapMessage;
}

/** The past as far as it decides where to begin. */
interface Past {
  readonly storeId: string;
  lastSeq(): number;
  /** Of what happened since then, the first to arrive. */
  seqSince(sinceMs: number, filter: EventFilter): number | undefined;
}

interface StartingPointOptions {
  readonly filter: EventFilter;
  readonly store: Past;
  /** What the client has got already on this connection; where it asks for nothing older, it goes on from there. */
  readonly reachedSeq: number;
}

/** Of several wishes the most exact one counts: `after`, then `since`, then `history`. */
export function toStartingPoint(
  wish: RegisterMessage,
  { filter, store, reachedSeq }: StartingPointOptions,
): StartingPoint {
  if (wish.after !== undefined) return resume(wish.after, wish.storeId, store);
  if (wish.sinceMs !== undefined) {
    const seq = store.seqSince(wish.sinceMs, filter);
    return { afterSeq: seq === undefined ? reachedSeq : seq - 1 };
  }
  return wish.history === undefined || wish.history === 0 ? { afterSeq: reachedSeq } : { last: wish.history };
}

/** A seq of another store means nothing here: all that is recent is new to that client, and what it missed nobody knows. */
function resume(after: number, storeId: string | undefined, store: StartingPointOptions['store']): StartingPoint {
  const isOurs = (storeId === undefined || storeId === store.storeId) && after <= store.lastSeq();
  if (isOurs) return { afterSeq: after };
  const gap: GapMessage = { type: 'system.gap', from: after + 1, to: null, count: null, reason: 'store_changed' };
  return { last: MAX_HISTORY, gap };
}
