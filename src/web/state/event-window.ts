import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Envelope } from '../../shared/envelope.ts';
import type { IndexStanding } from '../../shared/search.ts';
import type { Client, EventPage } from '../api/client.ts';
import { createEventPages } from './event-pages.ts';
import { type EventRow, toEventRow } from './event-row.ts';
import type { Feed } from './feed.ts';
import { createHitCount } from './hit-count.ts';
import { createRowTest, type EventNarrowing } from './narrowing.ts';

/** So many rows are held; past it the far end is let go, and read again when somebody looks there. */
export const MAX_ROWS = 3000;
/** So many are let go at once. */
const SLACK = 250;

/** Where it began anew, and how often that was: then the place is another. Without a row it is the end. */
export interface Beginning {
  readonly generation: number;
  readonly seq?: number | undefined;
}

export interface EventWindow {
  readonly rows: ReadonlySignal<readonly EventRow[]>;
  readonly beginning: ReadonlySignal<Beginning>;
  readonly hasOlder: ReadonlySignal<boolean>;
  /** Whether there is more behind the last row than what has yet to happen. */
  readonly hasNewer: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<unknown>;
  /** Arrived while somebody looked at older ones, or looks for a text: that is found by the index alone. */
  readonly unseen: ReadonlySignal<number>;
  readonly index: ReadonlySignal<IndexStanding | undefined>;
  /** Whether the end is looked at: then the oldest make room, else what arrives waits. */
  follow(isAtEnd: boolean): void;
  loadNewest(): Promise<void>;
  loadOldest(): Promise<void>;
  /** What was before an event and what came after it. */
  loadAround(seq: number): Promise<void>;
  loadAt(atMs: number): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** What came between the reading and the stream, if the end is held. */
  catchUp(): Promise<void>;
  close(): void;
}

interface EventWindowParts {
  readonly client: Pick<Client, 'events'>;
  readonly feed: Feed;
  /** The folder that an event belongs to. */
  readonly projectOf?: (event: Envelope) => string | undefined;
  readonly nowMs?: () => number;
}

/** A part of all events, as large as it may be, that moves through them: older on wish, newer by itself. */
export function createEventWindow(
  { client, feed, projectOf = () => undefined, nowMs = Date.now }: EventWindowParts,
  narrowing: EventNarrowing,
): EventWindow {
  const rows = signal<readonly EventRow[]>([]);
  const [hasOlder, hasNewer, isLoading] = [signal(false), signal(false), signal(true)];
  const error = signal<unknown>(undefined);
  const unseen = signal(0);
  const beginning = signal<Beginning>({ generation: 0 });
  const isMeant = createRowTest(narrowing, projectOf);
  const pages = createEventPages(client, narrowing, nowMs);
  const hits = createHitCount(pages, (count) => {
    unseen.value += count;
  });
  const isSearch = narrowing.text !== undefined;
  let [readings, round] = [0, 0];
  let isAtEnd = true;
  let olderThan = 0;
  let newerThan = 0;
  let meanwhile: Envelope[] = [];
  const isFollowing = () => isAtEnd && !hasNewer.value;

  const append = (events: readonly Envelope[]): void => {
    const last = rows.value.at(-1)?.seq ?? 0;
    const meant = events.filter((event) => event.seq > last && isMeant(event));
    if (meant.length === 0) return;
    if (isSearch) hits.expect();
    else take(meant.map(toEventRow));
  };
  const take = (fresh: readonly EventRow[]): void => {
    const all = [...rows.value, ...fresh];
    if (!isFollowing()) unseen.value += fresh.length;
    if (hasNewer.value) return;
    if (isFollowing()) keepNewest(all);
    else if (all.length <= MAX_ROWS) rows.value = all;
    else hasNewer.value = true;
    newerThan = rows.value.at(-1)?.seq ?? newerThan;
  };
  const keepNewest = (all: readonly EventRow[]): void => {
    rows.value = all.length <= MAX_ROWS ? all : all.slice(-MAX_ROWS + SLACK);
    if (rows.value.length === all.length) return;
    olderThan = rows.value[0]?.seq ?? olderThan;
    hasOlder.value = true;
  };
  const seeAll = (): void => {
    unseen.value = 0;
    hits.begin();
  };

  /** What arrives waits until nothing is read any more. */
  const loading = async (work: () => Promise<void>): Promise<void> => {
    readings += 1;
    isLoading.value = true;
    error.value = undefined;
    try {
      await work();
    } catch (thrown) {
      error.value = thrown;
    } finally {
      readings -= 1;
      isLoading.value = readings > 0;
    }
    if (readings === 0) {
      const events = meanwhile;
      meanwhile = [];
      append(events);
    }
  };

  /** What is held goes, and these come: the older part with what may be before it, the newer with what may be behind. */
  const begin = ([older, newer]: readonly [EventPage | undefined, EventPage | undefined], seq?: number): void =>
    batch(() => {
      const events = [...(older?.events ?? []), ...(newer?.events ?? [])];
      rows.value = events.map(toEventRow);
      olderThan = older?.before ?? newer?.before ?? 0;
      newerThan = newer?.after ?? older?.after ?? 0;
      hasOlder.value = older?.more ?? false;
      hasNewer.value = newer?.more ?? false;
      isAtEnd = newer === undefined;
      seeAll();
      const start = seq === undefined ? undefined : (events.find((event) => event.seq >= seq) ?? events.at(-1))?.seq;
      beginning.value = { generation: beginning.value.generation + 1, seq: start };
    });
  /** Of several at once the last counts. */
  const beginWith = (read: () => Promise<Parameters<typeof begin>>): Promise<void> =>
    loading(async () => {
      round += 1;
      const mine = round;
      pages.begin();
      const [parts, seq] = await read();
      if (mine === round) begin(parts, seq);
    });
  /** One beyond the newest is none that came and was read. */
  const around = async (seq: number): Promise<Parameters<typeof begin>> => {
    const older = await pages.read({ before: seq });
    return [[older, await pages.read({ after: Math.min(seq - 1, older.after) })], seq];
  };

  const readOn = (): Promise<void> =>
    loading(async () => {
      const page = await pages.read({ after: newerThan });
      newerThan = page.after;
      hasNewer.value = page.more;
      if (isFollowing()) seeAll();
      keepNewest([...rows.value, ...page.events.map(toEventRow)]);
    });

  const loadNewest = () => beginWith(async () => [[await pages.read({}), undefined]]);

  const stop = feed.subscribe({
    onEvents(events) {
      if (isLoading.value) meanwhile.push(...events);
      else append(events);
    },
    onReset: () => void loadNewest(),
  });

  return {
    rows,
    beginning,
    hasOlder,
    hasNewer,
    isLoading,
    error,
    unseen,
    index: pages.index,
    follow(isNowAtEnd) {
      isAtEnd = isNowAtEnd;
      if (isFollowing() && !isSearch) unseen.value = 0;
    },
    loadNewest,
    loadOldest: () => beginWith(async () => [[undefined, await pages.read({ after: 0 })], 0]),
    loadAround: (seq) => beginWith(() => around(seq)),
    loadAt: (atMs) => beginWith(async () => around(await pages.seqAt(atMs))),
    async loadOlder() {
      if (isLoading.value || !hasOlder.value) return;
      await loading(async () => {
        const page = await pages.read({ before: olderThan });
        olderThan = page.before;
        hasOlder.value = page.more;
        const all = [...page.events.map(toEventRow), ...rows.value];
        if (all.length > MAX_ROWS) hasNewer.value = true;
        rows.value = all.slice(0, MAX_ROWS);
        newerThan = rows.value.at(-1)?.seq ?? newerThan;
      });
    },
    async loadNewer() {
      if (!isLoading.value && hasNewer.value) await readOn();
    },
    async catchUp() {
      error.value = undefined;
      if (isSearch) hits.expect();
      else if (!isLoading.value && !hasNewer.value) await readOn();
    },
    close() {
      pages.close();
      hits.close();
      stop();
    },
  };
}
