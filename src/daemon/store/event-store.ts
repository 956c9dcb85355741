import * as fs from 'node:fs';
import type { EventFilter } from '../../shared/event-filter.ts';
import type { Tally } from './counted.ts';
import type { Appended, Entry } from './entry.ts';
import type { Eraser } from './eraser.ts';
import { createErasing } from './erasing.ts';
import type { BrowsedPage, BrowseOptions } from './event-browser.ts';
import { createHeldStories } from './held-stories.ts';
import { createKeeper, type KeeperOptions, type StoreStatus } from './keeper.ts';
import type { Page, PageOptions } from './ledger-reader.ts';
import type { MinuteShelf } from './minute-shelf.ts';
import { createMinuteStore } from './minute-store.ts';
import type { NewRow } from './new-row.ts';
import { createRecordings, type Recordings } from './recordings.ts';
import { createRetainedStore, type RetainedStore } from './retained-store.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';
import { createWholeBrowser } from './whole-browser.ts';

/** Where an event came from: kept beside it, no part of what travels. */
export interface Origin {
  readonly hookVersion?: string;
  /** How it came: the wiring (`settings`, `plugin`, `http`), or the program that sent it. */
  readonly via?: string;
  readonly claudePid?: number;
  /** In ms since the epoch; with the pid it tells the process from a later one of that number. */
  readonly claudeStartedAt?: number;
  readonly agent?: string;
  readonly entrypoint?: string;
  readonly attended?: string;
  readonly project?: string;
}

export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly atMs: number;
  readonly sessionId?: string | undefined;
  readonly toolUseId?: string | undefined;
  /** The JSON of the envelope's `data`: as it was written, or as it was cut. */
  readonly body: string;
  /** What the body says, where whoever took it in has parsed it anyway. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly cut?: boolean;
  /** Where it happened, if not here. */
  readonly host?: string | undefined;
  readonly origin: Origin;
}

/** The daemon's memory: every event once, in order of arrival. */
export interface EventStore {
  /** Seqs mean something only together with it. Another one from when a damaged file was replaced. */
  readonly storeId: string;
  /** One transaction, in the order given; a twin by id is a duplicate. `counts` go into the counters, as do both of these. */
  append(events: readonly NewEvent[], counts?: Tally): Appended[];
  /** The newest so many, oldest first. */
  last(limit: number, filter?: EventFilter): Entry[];
  /** The seq that the newest so many begin with. */
  seqOfLast(limit: number, filter?: EventFilter): number | undefined;
  /** A page of what came after a seq, oldest first; ask again after its `reachedSeq` until that is `lastSeq()`. */
  after(seq: number, options: PageOptions): Page;
  /** A page of the events that match, in either direction. */
  browse(options: BrowseOptions): BrowsedPage;
  /** The first so many since a moment, in order of event time. */
  seqSince(atMs: number, filter?: EventFilter): number | undefined;
  /** Sessions as they happened. */
  readonly recordings: Recordings;
  /** What the events say of sessions. */
  readonly sessions: SessionStore;
  /** What the sessions did, and what the daemon saw of itself, minute by minute. */
  readonly minutes: MinuteShelf;
  /** How long events are kept, and the room that they take. */
  readonly retained: RetainedStore;
  /** Takes events out for good. */
  readonly eraser: Eraser;
  /** How many of these seqs were given to events that live views are for, whether they are still held or not. */
  countLive(from: number, to: number): number;
  /** 0 when there never was an event. */
  lastSeq(): number;
  /**
   * From here on nothing was pruned but what had to go sooner than others; one more than the last when no event is
   * there. What a pinned session keeps from before counts where it alone is asked for.
   */
  oldestSeq(sessionId?: string): number;
  stats(): { readonly events: number; readonly sessions: number; readonly bytes: number };
  /** What was ever counted here, `accepted` and `duplicates` by the store itself; survives restarts. */
  counters(): Tally;
  status(): StoreStatus;
  /** It lives in memory since its file could not be opened, and that could be done now: a daemon that begins anew has it. */
  canReturn(): boolean;
  checkpoint(): void;
  close(): void;
}

export interface EventStoreOptions extends KeeperOptions {
  /** This machine's name, part of every envelope. */
  readonly host: string;
}

/** Throws only for a store of a newer release; whatever else is wrong with the file, there is a store, and `status()` tells. */
export function openEventStore(file: string, options: EventStoreOptions): EventStore {
  const keeper = createKeeper(file, options);
  const { read, held } = keeper;
  const stories = createHeldStories(keeper);

  return {
    get storeId() {
      return keeper.storeId();
    },
    sessions: createSessionStore({ ...keeper, host: options.host, stories }),
    recordings: createRecordings(keeper),
    minutes: createMinuteStore(keeper),
    retained: createRetainedStore(keeper, () => sizeOf(`${file}-wal`)),
    eraser: createErasing(keeper),
    append: (events, counts = {}) =>
      keeper.append(
        events.map((event) => toRow(event, options.host)),
        counts,
      ),

    last(limit, filter) {
      const newest = heldNewest(limit, filter);
      return [...read((ledger) => ledger.last(limit - newest.length, filter), []), ...newest];
    },

    seqOfLast(limit, filter) {
      const newest = heldNewest(limit, filter);
      return read((ledger) => ledger.seqOfLast(limit - newest.length, filter), undefined) ?? newest[0]?.seq;
    },

    after(seq, pageOptions) {
      if (held.size() > 0 && seq >= (held.firstSeq() ?? 0) - 1) return heldPage(seq, pageOptions);
      // no progress when the file can't be read: by the next asking it may be another one, and oldestSeq tells the gap
      return read((ledger) => ledger.after(seq, pageOptions), { entries: [], reachedSeq: seq });
    },

    browse: createWholeBrowser(keeper, stories),

    seqSince: (atMs, filter) =>
      read((ledger) => ledger.seqSince(atMs, filter), undefined) ?? held.matching(filter, atMs)[0]?.seq,

    countLive: (from, to) => read((ledger) => ledger.countLive(from, to), to - from + 1),
    lastSeq: keeper.lastSeq,
    oldestSeq: (sessionId) =>
      read((ledger) => ledger.oldestSeq(sessionId), undefined) ?? held.firstSeq() ?? keeper.lastSeq() + 1,
    stats() {
      const { events = 0, sessions = 0 } = keeper.tally();
      return { events, sessions, bytes: sizeOf(file) + sizeOf(`${file}-wal`) };
    },
    counters() {
      const { events: _events, sessions: _sessions, ...counters } = keeper.tally();
      return counters;
    },
    status: keeper.status,
    canReturn: keeper.canReturn,
    checkpoint: () => read((ledger) => ledger.checkpoint(), undefined),
    close: keeper.close,
  };

  function heldNewest(limit: number, filter: EventFilter | undefined): Entry[] {
    return limit > 0 ? held.matching(filter).slice(-limit) : [];
  }

  function heldPage(seq: number, { limit, filter }: PageOptions): Page {
    const entries = held.matching(filter).filter((entry) => entry.seq > seq);
    if (entries.length <= limit) return { entries, reachedSeq: Math.max(seq, keeper.lastSeq()) };
    const some = entries.slice(0, limit);
    return { entries: some, reachedSeq: some.at(-1)?.seq ?? seq };
  }
}

function toRow(event: NewEvent, here: string): NewRow {
  const { id, type, atMs, sessionId = null, toolUseId = null, body, data, cut = false, host = here, origin } = event;
  const parsed = data && { data, origin: { ...origin } };
  return { id, type, atMs, sessionId, toolUseId, host, body, cut, origin: JSON.stringify(origin), parsed };
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
