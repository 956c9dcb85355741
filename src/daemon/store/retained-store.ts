import type { Keeper } from './keeper.ts';
import type { Pruned, PruneStep } from './pruner.ts';
import type { SpaceUsed } from './space.ts';

/** What of the store has to do with how long things are kept. Every call is short; while the file can't be used none does anything. */
export interface RetainedStore {
  /** Undefined when it could not be done now. */
  prune(step: PruneStep): Pruned | undefined;
  /** Remembers that all that is here had arrived by now. */
  noteArrivals(nowMs: number): void;
  space(): SpaceUsed & { readonly logBytes: number };
  /** Shrinks the file by so much of its free room. */
  giveBack(bytes: number): void;
  /** Empties the write-ahead log unless somebody reads in it. */
  emptyLog(): void;
  /** When the oldest event that is held happened. */
  oldestAtMs(): number | undefined;
}

export function createRetainedStore({ read }: Pick<Keeper, 'read'>, logBytes: () => number): RetainedStore {
  return {
    prune: (step) => read((ledger) => ledger.prune(step), undefined),
    noteArrivals: (nowMs) => read((ledger) => ledger.noteArrivals(nowMs), undefined),
    space: () => ({ ...read(({ space }) => space.used(), { usedBytes: 0, freeBytes: 0 }), logBytes: logBytes() }),
    giveBack: (bytes) => read(({ space }) => space.giveBack(bytes), undefined),
    emptyLog: () => read(({ space }) => space.emptyLog(), undefined),
    oldestAtMs: () => read((ledger) => ledger.oldestAtMs(), undefined),
  };
}
