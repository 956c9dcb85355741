import { isPriority } from '../../shared/event-type.ts';
import type { GapMessage } from '../../shared/wire.ts';
import { CLOSE_TOO_SLOW } from '../../shared/wire.ts';
import type { Entry } from '../store/entry.ts';

/** One connection that receives, seen from here: something that takes frames and says how far behind it is. */
export interface Sink {
  write(frames: Buffer): void;
  /** Written and not yet taken by the other side. */
  bufferedBytes(): number;
  /** Closes the connection; by then it is forgotten here. */
  evict(code: number, reason: string): void;
}

export interface Limits {
  /** Past this many unsent bytes a subscriber gets only what has priority … */
  readonly thinBytes: number;
  /** … until so few are left; a subscriber that catches up is not sent more before that either. */
  readonly drainedBytes: number;
  /** Past this many it is let go rather than hoarded for. */
  readonly evictBytes: number;
}

interface Gap {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** What one subscriber was sent and what it was told that it missed: together, exactly what it asked for, in order. */
export interface Subscriber {
  /** Everything up to here was sent or told; live entries up to it are not sent again. */
  reachedSeq(): number;
  /** Entries that were asked for, in order. False when the subscriber was too slow and has been let go. */
  deliver(entries: readonly Entry[], whole: () => Buffer): boolean;
  /** The same for a page of the past, which no slowness thins: it is only read when the subscriber has drained. */
  replay(entries: readonly Entry[], reachedSeq: number): void;
  /** These seqs are no longer held anywhere; `null`: nobody knows how many of them were asked for. */
  skip(from: number, to: number, count: number | null): void;
  isDrained(): boolean;
  /** Ends the thinning once there is room again, and tells what is owed; false as long as there is none. */
  settle(): boolean;
  /** What it was not told yet begins with this seq. */
  owedSeq(): number | undefined;
}

export interface SubscriberOptions {
  readonly sink: Sink;
  readonly startSeq: number;
  readonly limits: Limits;
  readonly encode: (entries: readonly Entry[]) => Buffer;
  readonly toFrame: (text: string) => Buffer;
  /** Counts what is left out. */
  readonly onThinned: () => void;
}

export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { sink, limits, encode, toFrame, onThinned } = options;
  let reachedSeq = options.startSeq;
  let owed: Gap | undefined;
  let isThinning = false;

  return {
    reachedSeq: () => reachedSeq,
    deliver(entries, whole) {
      const oldest = entries[0];
      const newest = entries.at(-1);
      if (oldest === undefined || newest === undefined || newest.seq <= reachedSeq) return true;
      const isAllNew = oldest.seq > reachedSeq;
      const fresh = isAllNew ? entries : entries.filter(({ seq }) => seq > reachedSeq);
      if (isTooSlow()) thin(fresh);
      else send(isAllNew ? whole() : encode(fresh));
      reachedSeq = newest.seq;
      if (sink.bufferedBytes() <= limits.evictBytes) return true;
      sink.evict(CLOSE_TOO_SLOW, 'too slow');
      return false;
    },
    replay(entries, toSeq) {
      if (entries.length > 0) send(encode(entries));
      reachedSeq = toSeq;
    },
    skip(from, to, count) {
      write({ type: 'system.gap', from, to, count });
      reachedSeq = to;
    },
    isDrained,
    settle() {
      if (!isThinning) return true;
      if (!isDrained()) return false;
      isThinning = false;
      tell();
      return true;
    },
    owedSeq: () => owed?.from,
  };

  function isDrained(): boolean {
    return sink.bufferedBytes() <= limits.drainedBytes;
  }

  /** Once it is, it stays so until it has drained: at the edge it would lose every other event. */
  function isTooSlow(): boolean {
    isThinning = isThinning ? !isDrained() : sink.bufferedBytes() > limits.thinBytes;
    return isThinning;
  }

  /** What has priority goes on in runs; what is left out between two runs is told before the second. */
  function thin(entries: readonly Entry[]): void {
    let run: Entry[] = [];
    for (const entry of entries) {
      if (isPriority(entry.type)) {
        run.push(entry);
        continue;
      }
      if (run.length > 0) send(encode(run));
      run = [];
      owe(entry.seq);
      onThinned();
    }
    if (run.length > 0) send(encode(run));
  }

  function owe(seq: number): void {
    owed = { from: owed?.from ?? seq, to: seq, count: (owed?.count ?? 0) + 1 };
  }

  function send(frames: Buffer): void {
    tell();
    sink.write(frames);
  }

  function tell(): void {
    if (owed === undefined) return;
    write({ type: 'system.gap', ...owed });
    owed = undefined;
  }

  function write(gap: GapMessage): void {
    sink.write(toFrame(JSON.stringify(gap)));
  }
}
