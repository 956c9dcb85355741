import type { WelcomeMessage } from './wire.ts';

/** Where a subscriber wants to begin. */
export interface Wish {
  /** The last so many of what was asked for, at most 1000. */
  readonly history?: number | undefined;
  /** Behind this seq. */
  readonly after?: number | undefined;
  /** The store that `after` counts in; a daemon with another one is noticed. */
  readonly storeId?: string | undefined;
  /** What came since: `10m`, `2h`, or an ISO time. */
  readonly since?: string | undefined;
}

export interface Place {
  /** What to register with: the wish at first, later "behind the last one I got". */
  toRegister(): {
    readonly after?: number;
    readonly store_id?: string;
    readonly history?: number | undefined;
    readonly since?: string | undefined;
  };
  /** Takes in a welcome; the store's former id when the daemon counts anew, and seqs from before mean nothing any more. */
  enter(welcome: Pick<WelcomeMessage, 'store_id' | 'seq'> & Partial<WelcomeMessage>): string | undefined;
  /** Goes on to this event; false when it was got before. */
  advance(seq: number): boolean;
  /** What came before means nothing any more; the next event is new, whatever its seq, unless the welcome said where it begins. */
  forget(): void;
}

/** How far a subscriber has come, through all its connections. */
export function createPlace(wish: Wish): Place {
  const wantsPast = (wish.history ?? 0) > 0 || wish.since !== undefined;
  let { after, storeId } = wish;
  let hasBegun = false;
  /** The daemon has said where the stream begins. */
  let isPlaced = false;

  return {
    toRegister() {
      return {
        ...(after === undefined ? {} : { after }),
        ...(storeId === undefined ? {} : { store_id: storeId }),
        ...(wantsPast && !hasBegun ? { history: wish.history, since: wish.since } : {}),
      };
    },
    enter({ store_id: newStoreId, seq, after: startSeq }) {
      const previous = storeId;
      storeId = newStoreId;
      const isAnew = previous !== undefined && previous !== newStoreId;
      // What comes while we are away after a quiet connection is missed too, unless this is noted.
      isPlaced = startSeq !== undefined;
      if (startSeq !== undefined) [after, hasBegun] = [startSeq, true];
      else if (isAnew) after = undefined;
      else if (!wantsPast) after ??= seq;
      return isAnew ? previous : undefined;
    },
    advance(seq) {
      if (after !== undefined && hasBegun && seq <= after) return false;
      after = seq;
      hasBegun = true;
      return true;
    },
    forget() {
      if (!isPlaced) after = undefined;
    },
  };
}
