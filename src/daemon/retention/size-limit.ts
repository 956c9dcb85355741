import type { Pruned, PruneStep } from '../store/pruner.ts';
import type { Pace } from './pace.ts';

interface SizeLimitParts {
  /** Infinite when there is no limit. */
  readonly maxBytes: number;
  /** What counts against it. */
  readonly bytes: () => number;
  /** Whether it was long, and is shorter now. */
  readonly shortenLog: () => boolean;
  readonly lastSeq: () => number;
  readonly pace: Pace;
  /** Undefined when it can't be done now. */
  readonly prune: (step: PruneStep) => Pruned | undefined;
}

export interface SizeLimit {
  /** Takes out some of the oldest events while there are too many; true while it goes on. */
  step(): boolean;
  /** Something that stayed may go now. */
  reconsider(): void;
  /** By so much it is too large although nothing is left that could go: the rest is pinned. */
  overBytes(): number;
}

/** Once too large, the store shrinks to this part of its limit: else the same would begin again with every event. */
const LOW_WATER = 0.98;
/** The newest so many stay, however large: were everything else pinned, each event would go as soon as it came. */
const NEWEST_KEPT = 100;

/** For each event that came since the last step so many go, whatever the pace … */
const PRUNED_PER_NEW = 2;
/** … up to this: no step may be long. */
const MOST_WANTED = 500;

/** Keeps the store below its limit: the oldest by arrival go, but those of pinned sessions. */
export function createSizeLimit(parts: SizeLimitParts): SizeLimit {
  const { maxBytes, bytes, shortenLog, lastSeq, pace, prune } = parts;
  let isOver = false;
  let afterSeq = 0;
  let overBytes = 0;
  let seenSeq = lastSeq();

  /** At least as many as came since: else a daemon with much to do would fall behind. Whether there is anything behind to look at. */
  function pruneSome(): boolean {
    const upToSeq = lastSeq() - NEWEST_KEPT;
    const came = upToSeq - seenSeq;
    seenSeq = upToSeq;
    if (afterSeq >= upToSeq) return false;
    const wanted = Math.min(came * PRUNED_PER_NEW, MOST_WANTED);
    const pruned = pace.step((rows) => prune({ why: 'size', afterSeq, upToSeq, rows }), wanted);
    if (pruned === undefined) return false;
    afterSeq = pruned.reachedSeq < upToSeq ? pruned.reachedSeq : pruned.goneUpToSeq;
    return pruned.reachedSeq < upToSeq;
  }

  return {
    step() {
      isOver = bytes() > (isOver ? maxBytes * LOW_WATER : maxBytes);
      if (!isOver) {
        overBytes = 0;
        return false;
      }
      if (shortenLog() || pruneSome()) return true;
      overBytes = Math.max(0, bytes() - maxBytes);
      isOver = false;
      return false;
    },
    reconsider() {
      afterSeq = 0;
    },
    overBytes: () => overBytes,
  };
}
