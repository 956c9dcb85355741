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
  enter(storeId: string, seq: number): string | undefined;
  /** Goes on to this event; false when it was got before. */
  advance(seq: number): boolean;
  /** What came before means nothing any more; the next event is new, whatever its seq. */
  forget(): void;
}

/** How far a subscriber has come, through all its connections. */
export function createPlace(wish: Wish): Place {
  const wantsPast = (wish.history ?? 0) > 0 || wish.since !== undefined;
  let { after, storeId } = wish;
  let hasBegun = false;

  return {
    toRegister() {
      return {
        ...(after === undefined ? {} : { after }),
        ...(storeId === undefined ? {} : { store_id: storeId }),
        ...(wantsPast && !hasBegun ? { history: wish.history, since: wish.since } : {}),
      };
    },
    enter(newStoreId, seq) {
      const previous = storeId;
      storeId = newStoreId;
      const isAnew = previous !== undefined && previous !== newStoreId;
      if (isAnew) after = undefined;
      // What comes while we are away after a quiet first connection is missed too, unless this is noted.
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
      after = undefined;
    },
  };
}
