import { createMatcher, type EventFilter, filterKey } from '../../shared/event-filter.ts';
import type { Entry } from '../store/entry.ts';
import type { Member } from './member.ts';

/** Subscribers that get the same bytes: what waits for them is encoded once and written to each. */
export interface Group {
  readonly everyMs: number;
  readonly members: Set<Member>;
  /** Takes the entry if it was asked for; sent at the next flush. */
  push(entry: Entry): void;
  /** Returns how many were sent, each counted once for everybody who got it. */
  flush(): number;
  /** The seq of the oldest entry that waits. */
  waitingSeq(): number | undefined;
  close(): void;
}

export interface GroupOptions {
  readonly filter: EventFilter;
  /** 0 = when the broadcaster says so. */
  readonly everyMs: number;
  readonly encode: (entries: readonly Entry[]) => Buffer;
  readonly deliver: (member: Member, entries: readonly Entry[], whole: () => Buffer) => void;
}

/** Written at once at most; between two such pieces a slow subscriber is noticed. */
const PIECE_CHARS = 256 * 1024;

export function groupKey(filter: EventFilter, isBatched: boolean): string {
  return `${isBatched ? 'batch' : 'each'} ${filterKey(filter)}`;
}

export function createGroup({ filter, everyMs, encode, deliver }: GroupOptions): Group {
  const members = new Set<Member>();
  const matches = createMatcher(filter);
  let waiting: Entry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushedAtMs = 0;

  function flush(): number {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return 0;
    const entries = waiting;
    waiting = [];
    flushedAtMs = performance.now();
    // a batch is one frame, however large
    const deliveries = entries.length * members.size;
    for (const piece of everyMs > 0 ? [entries] : toPieces(entries)) {
      let encoded: Buffer | undefined;
      const whole = () => {
        encoded ??= encode(piece);
        return encoded;
      };
      for (const member of members) deliver(member, piece, whole);
    }
    return deliveries;
  }

  return {
    everyMs,
    members,
    push(entry) {
      if (!matches(entry)) return;
      waiting.push(entry);
      if (everyMs === 0) return;
      timer ??= setTimeout(flush, Math.max(0, flushedAtMs + everyMs - performance.now())).unref();
    },
    flush,
    waitingSeq: () => waiting[0]?.seq,
    close: () => clearTimeout(timer),
  };
}

function toPieces(entries: readonly Entry[]): Entry[][] {
  const pieces: Entry[][] = [];
  let piece: Entry[] = [];
  let chars = 0;
  for (const entry of entries) {
    piece.push(entry);
    chars += entry.json.length;
    if (chars < PIECE_CHARS) continue;
    pieces.push(piece);
    piece = [];
    chars = 0;
  }
  return piece.length > 0 ? [...pieces, piece] : pieces;
}
