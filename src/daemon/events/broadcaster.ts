import { createMatcher, type EventFilter } from '../../shared/event-filter.ts';
import type { History } from '../../shared/history.ts';
import type { Entry } from '../store/entry.ts';
import type { EventStore } from '../store/event-store.ts';
import { createAttention } from './attention.ts';
import { createGroup, type Group, groupKey } from './group.ts';
import { PROBE } from './identify.ts';
import type { Member } from './member.ts';
import { createPace } from './pace.ts';
import { createSubscriber, type Limits, type Sink } from './subscriber.ts';

export interface SubscribeOptions {
  readonly filter: EventFilter;
  /** Go on behind this seq; without it, and without `last`, only what comes from now on is sent. */
  readonly afterSeq?: number | undefined;
  /** Begin with the newest so many of what is asked for; `afterSeq` goes before. */
  readonly last?: number | undefined;
  /** Arrays, at most one frame in 50 ms. */
  readonly batch?: boolean | undefined;
}

export interface Subscription {
  /** What to give as `afterSeq` when the same client asks for something else, so that nothing is lost between. */
  seq(): number;
  close(): void;
}

export interface Broadcaster {
  /** Behind which seq such a stream begins; what to give as `afterSeq`. */
  startSeq(options: Pick<SubscribeOptions, 'filter' | 'afterSeq' | 'last'>): number;
  /** May write at once: what has to come first is to be sent before. */
  subscribe(sink: Sink, options: SubscribeOptions): Subscription;
  /** To everybody who asked for it, at the end of this turn of the event loop; a few ms later where there is much to write. */
  publish(entry: Entry): void;
  /** A probe: only to those who ask for it by its name; it has no place in the order. */
  show(entry: Entry): void;
  /** Sends now what waits. */
  flush(): void;
  size(): number;
  /** Subscribers per session; those who named none are `global`. */
  sessions(): Readonly<Record<string, number>>;
  /** Events left out for slow subscribers since the start; each was told as a gap. */
  thinned(): number;
  close(): void;
}

export interface BroadcasterOptions {
  readonly store: Pick<EventStore, 'after' | 'seqOfLast' | 'lastSeq' | 'oldestSeq' | 'countLive'>;
  readonly history: History;
  /** One whole message as it goes over the wire. */
  readonly toFrame: (text: string) => Buffer;
  readonly limits?: Limits;
}

const LIMITS: Limits = { thinBytes: 4 * 1024 * 1024, drainedBytes: 1024 * 1024, evictBytes: 16 * 1024 * 1024 };
const BATCH_MS = 50;

/** Frames are built once and written by many, and written in as few writes as the load allows (docs/decisions/0013, 0061). */
export function createBroadcaster({ store, history, toFrame, limits = LIMITS }: BroadcasterOptions): Broadcaster {
  const groups = new Map<string, Group>();
  const attention = createAttention({ store, history });
  let shared: Map<Entry, Buffer> | undefined;
  let thinned = 0;
  const pace = createPace({ send: flushEach });

  const encodeEach = (entries: readonly Entry[]): Buffer => {
    const frames = entries.map(frameOf);
    const [first, ...more] = frames;
    return first !== undefined && more.length === 0 ? first : Buffer.concat(frames);
  };
  const encodeBatch = (entries: readonly Entry[]): Buffer => toFrame(`[${entries.map(({ json }) => json).join(',')}]`);

  return {
    startSeq,
    subscribe(sink, { filter, afterSeq, last, batch = false }) {
      const subscriber = createSubscriber({
        sink,
        startSeq: startSeq({ filter, afterSeq, last }),
        limits,
        encode: batch ? encodeBatch : encodeEach,
        toFrame,
        onThinned: () => {
          thinned += 1;
        },
      });
      const member: Member = { filter, isBatched: batch, sink, subscriber };
      const group = groupOf(member);
      group.members.add(member);
      attention.catchUp(member);
      return { seq: () => resumeSeq(member, group), close: () => remove(member) };
    },

    publish(entry) {
      for (const group of groups.values()) group.push(entry);
      pace.hurry();
    },

    show(entry) {
      for (const member of members()) {
        const isNamed = member.filter.types?.includes(PROBE) === true;
        if (isNamed && createMatcher(member.filter)(entry)) member.sink.write(toFrame(entry.json));
      }
    },

    flush() {
      flushEach();
      for (const group of groups.values()) group.flush();
    },

    size: () => members().length,
    sessions() {
      const counts = new Map<string, number>();
      for (const { filter } of members()) {
        const name = filter.sessionId ?? 'global';
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return Object.fromEntries(counts);
    },
    thinned: () => thinned,
    close() {
      pace.close();
      attention.close();
      for (const group of groups.values()) group.close();
      groups.clear();
    },
  };

  function flushEach(): void {
    shared = new Map();
    let deliveries = 0;
    for (const group of groups.values()) if (group.everyMs === 0) deliveries += group.flush();
    shared = undefined;
    pace.sent(deliveries);
  }

  /** Built once for all groups of one flush; a page of the past goes to one subscriber, and is not kept. */
  function frameOf(entry: Entry): Buffer {
    const frame = shared?.get(entry) ?? toFrame(entry.json);
    shared?.set(entry, frame);
    return frame;
  }

  /** A seq from the future is another store's: then there is nothing to go on behind. */
  function startSeq({ filter, afterSeq, last = 0 }: Pick<SubscribeOptions, 'filter' | 'afterSeq' | 'last'>): number {
    const lastSeq = store.lastSeq();
    if (afterSeq !== undefined) return Math.min(afterSeq, lastSeq);
    if (last === 0) return lastSeq;
    const newest = history.last(last, filter);
    const first = newest.length === last ? newest[0]?.seq : store.seqOfLast(last, filter);
    return first === undefined ? lastSeq : first - 1;
  }

  function resumeSeq(member: Member, group: Group): number {
    const { subscriber } = member;
    const owedSeq = subscriber.owedSeq();
    if (owedSeq !== undefined) return owedSeq - 1;
    if (attention.isCatchingUp(member)) return subscriber.reachedSeq();
    return Math.max(subscriber.reachedSeq(), (group.waitingSeq() ?? store.lastSeq() + 1) - 1);
  }

  function groupOf({ filter, isBatched }: Member): Group {
    const key = groupKey(filter, isBatched);
    const existing = groups.get(key);
    if (existing !== undefined) return existing;
    const encode = isBatched ? encodeBatch : encodeEach;
    const made = createGroup({ filter, everyMs: isBatched ? BATCH_MS : 0, encode, deliver });
    groups.set(key, made);
    return made;
  }

  function deliver(member: Member, entries: readonly Entry[], whole: () => Buffer): void {
    if (attention.isCatchingUp(member)) return;
    if (!member.subscriber.deliver(entries, whole)) remove(member);
    else if (!member.subscriber.settle()) attention.watch(member);
  }

  function remove(member: Member): void {
    attention.forget(member);
    const key = groupKey(member.filter, member.isBatched);
    const group = groups.get(key);
    if (group === undefined || !group.members.delete(member) || group.members.size > 0) return;
    group.close();
    groups.delete(key);
  }

  function members(): Member[] {
    return [...groups.values()].flatMap((group) => [...group.members]);
  }
}
