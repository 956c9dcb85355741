import type { EventStore } from '../store/event-store.ts';
import type { Pruned, PruneStep } from '../store/pruner.ts';
import { createAgeLimit } from './age-limit.ts';
import { createAgeRules, type RetentionSettings } from './age-rules.ts';
import { createHoles, type SeqRange } from './holes.ts';
import { createPace } from './pace.ts';
import { createRoom, LONG_LOG_BYTES } from './room.ts';
import { createSizeLimit } from './size-limit.ts';
import { createTrustedClock } from './trusted-clock.ts';

export interface RetentionParts {
  readonly settings: RetentionSettings;
  readonly store: Pick<EventStore, 'retained' | 'lastSeq'>;
  /** What the index of the events takes beside them. */
  readonly searchBytes: () => number;
  /** These events are gone. */
  readonly onGone: (seqs: readonly number[]) => void;
  /** Up to this seq nothing is left but what pinned sessions keep. */
  readonly onPruned: (upToSeq: number) => void;
  /** Events within these are gone too, before others that came earlier. */
  readonly onHoles: (ranges: readonly SeqRange[]) => void;
  readonly nowMs: () => number;
  readonly intervals?: Partial<Intervals>;
}

interface Intervals {
  /** While events come in, the size is looked at so often: what comes meanwhile is what it can be past its limit. */
  readonly busyMs: number;
  readonly quietMs: number;
  /** What has become too old is looked for so often. */
  readonly ageMs: number;
  /** Nothing goes by a clock that was set less than so long ago. */
  readonly settleMs: number;
}

export interface RetentionStatus {
  readonly days: number;
  readonly maxBytes: number;
  /** What counts against `maxBytes`. */
  readonly bytes: number;
  readonly oldestEventAt: string | null;
  /** By so much the store is too large although nothing is left that may go. */
  readonly pinnedOverBytes?: number;
}

/** Sees to it that nothing is kept longer, and no more of it, than the settings say: a few milliseconds at a time. */
export interface Retention {
  /** Something that stayed may go now: looks at everything again. */
  reconsider(): void;
  status(): RetentionStatus;
  close(): void;
}

const INTERVALS: Intervals = { busyMs: 100, quietMs: 1000, ageMs: 60 * 60 * 1000, settleMs: 60_000 };
const ROWS = { least: 16, most: 512 };
const GIVEN_BACK_BYTES = { least: 64 * 1024, most: 1024 * 1024 };

export function startRetention(parts: RetentionParts): Retention {
  const { settings, store, searchBytes, onGone, onPruned, onHoles, nowMs } = parts;
  const { busyMs, quietMs, ageMs, settleMs } = { ...INTERVALS, ...parts.intervals };
  const { retained, lastSeq } = store;
  const maxBytes = settings.retentionMaxBytes === 0 ? Number.POSITIVE_INFINITY : settings.retentionMaxBytes;
  const clock = createTrustedClock({ nowMs, settleMs });
  const holes = createHoles();
  const rows = createPace(ROWS);
  const age = createAgeLimit({ toRule: createAgeRules(settings), clock, pace: rows, prune, everyMs: ageMs });
  const size = createSizeLimit({ maxBytes, bytes, shortenLog, lastSeq, pace: rows, prune });
  const room = createRoom({ retained, pace: createPace(GIVEN_BACK_BYTES), maxBytes });

  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  let seenSeq = lastSeq();
  let goneUpToSeq = 0;
  let toldUpToSeq = 0;
  schedule(quietMs);

  return {
    reconsider() {
      age.reconsider();
      size.reconsider();
    },
    status() {
      const oldestAtMs = retained.oldestAtMs();
      const overBytes = size.overBytes();
      return {
        days: settings.retentionDays,
        maxBytes: settings.retentionMaxBytes,
        bytes: bytes(),
        oldestEventAt: oldestAtMs === undefined ? null : new Date(oldestAtMs).toISOString(),
        ...(overBytes > 0 ? { pinnedOverBytes: overBytes } : {}),
      };
    },
    close() {
      clearTimeout(timer);
      clearImmediate(immediate);
    },
  };

  function bytes(): number {
    const { usedBytes, logBytes } = retained.space();
    return usedBytes + logBytes + searchBytes();
  }

  /** No event has to make room for a log that can be emptied. */
  function shortenLog(): boolean {
    const { logBytes } = retained.space();
    if (logBytes <= Math.min(LONG_LOG_BYTES, maxBytes / 4)) return false;
    retained.emptyLog();
    return retained.space().logBytes < logBytes;
  }

  function prune(step: PruneStep): Pruned | undefined {
    const pruned = retained.prune(step);
    if (pruned === undefined) return undefined;
    if (pruned.seqs.length > 0) onGone(pruned.seqs);
    holes.add(pruned.seqs);
    goneUpToSeq = pruned.goneUpToSeq;
    return pruned;
  }

  function tell(): void {
    if (goneUpToSeq > toldUpToSeq) onPruned(goneUpToSeq);
    toldUpToSeq = goneUpToSeq;
    const ranges = holes.takeBehind(goneUpToSeq);
    if (ranges.length > 0) onHoles(ranges);
  }

  /** One short step a turn of the event loop, for as long as there is something to do. */
  function turn(): void {
    const isBusy = lastSeq() !== seenSeq;
    if (size.step() || age.step() || room.step({ isBusy })) {
      immediate = setImmediate(turn);
      return;
    }
    immediate = undefined;
    const now = clock.now();
    if (now !== undefined) retained.noteArrivals(now);
    seenSeq = lastSeq();
    tell();
    schedule(isBusy ? busyMs : quietMs);
  }

  function schedule(ms: number): void {
    timer = setTimeout(turn, ms).unref();
  }
}
