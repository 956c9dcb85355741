import type { EventFilter } from '../../shared/event-filter.ts';
import type { History } from '../../shared/history.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Page } from '../store/ledger-reader.ts';
import type { Member } from './member.ts';
import type { Subscriber } from './subscriber.ts';

/** A subscriber that has to drain first is looked at again after this; a batched one gets its next page then. */
const LOOK_AGAIN_MS = 50;
/** The past goes out in pages of so much at most, one a turn of the event loop, so that the present is not held up. */
const PAGE_EVENTS = 1000;
const PAGE_CHARS = 512 * 1024;

/** Looks after those who do not simply get what is published: who still reads the past, and who was too slow. */
export interface Attention {
  /** Sends the first page of the past at once. */
  catchUp(member: Member): void;
  /** Comes back to it until it has drained. */
  watch(member: Member): void;
  isCatchingUp(member: Member): boolean;
  forget(member: Member): void;
  close(): void;
}

export interface AttentionOptions {
  readonly store: Pick<EventStore, 'after' | 'lastSeq' | 'oldestSeq' | 'countLive'>;
  readonly history: History;
}

type Step = 'done' | 'soon' | 'later';

export function createAttention({ store, history }: AttentionOptions): Attention {
  const behind = new Set<Member>();
  const slow = new Set<Member>();
  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;

  function round(): void {
    stop();
    for (const member of behind) {
      const step = readOn(member);
      if (step === 'done') behind.delete(member);
      schedule(step);
    }
    for (const member of slow) {
      if (member.subscriber.settle()) slow.delete(member);
      else schedule('later');
    }
  }

  function schedule(next: Step): void {
    if (next === 'soon') immediate ??= setImmediate(round);
    if (next === 'later') timer ??= setTimeout(round, LOOK_AGAIN_MS).unref();
  }

  function stop(): void {
    clearImmediate(immediate);
    clearTimeout(timer);
    immediate = undefined;
    timer = undefined;
  }

  /** Done when it has reached the newest event: from there on it gets what is published. */
  function readOn({ filter, isBatched, subscriber }: Member): Step {
    if (!subscriber.isDrained()) return 'later';
    tellWhatIsGone(subscriber, filter);
    const fromSeq = subscriber.reachedSeq();
    const { entries, reachedSeq } = readPage(fromSeq, filter);
    subscriber.replay(entries, reachedSeq);
    if (isBatched && entries.length > 0) return 'later';
    if (reachedSeq >= store.lastSeq()) return 'done';
    return reachedSeq > fromSeq ? 'soon' : 'later';
  }

  function tellWhatIsGone(subscriber: Subscriber, { sessionId, types }: EventFilter): void {
    const from = subscriber.reachedSeq() + 1;
    const to = store.oldestSeq(sessionId) - 1;
    if (from > to) return;
    const isEverything = sessionId === undefined && types === undefined;
    const count = store.countLive(from, to);
    if (count === 0) subscriber.replay([], to);
    else subscriber.skip(from, to, isEverything ? count : null);
  }

  function readPage(seq: number, filter: EventFilter): Page {
    const remembered = history.after(seq, filter);
    if (remembered === undefined) return store.after(seq, { limit: PAGE_EVENTS, maxChars: PAGE_CHARS, filter });
    let chars = 0;
    for (const [index, entry] of remembered.entries()) {
      chars += entry.json.length;
      if (chars >= PAGE_CHARS) return { entries: remembered.slice(0, index + 1), reachedSeq: entry.seq };
    }
    return { entries: remembered, reachedSeq: Math.max(seq, store.lastSeq()) };
  }

  return {
    catchUp(member) {
      const step = readOn(member);
      if (step === 'done') return;
      behind.add(member);
      schedule(step);
    },
    watch(member) {
      slow.add(member);
      schedule('later');
    },
    isCatchingUp: (member) => behind.has(member),
    forget(member) {
      behind.delete(member);
      slow.delete(member);
    },
    close: stop,
  };
}
