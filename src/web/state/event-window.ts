import { type ReadonlySignal, signal } from '@preact/signals';
import type { Envelope } from '../../shared/envelope.ts';
import type { Client, EventPage } from '../api/client.ts';
import { createRowTest, type EventNarrowing, type EventRow, toEventRow } from './event-row.ts';
import type { Feed } from './feed.ts';

const PAGE = 250;
/** So many rows are held; past it the far end is let go, and read again when somebody looks there. */
export const MAX_ROWS = 3000;
/** A rare kind is searched for in steps of 20,000 events; so many steps cover a million and some. */
const MAX_STEPS = 60;

export interface EventWindow {
  readonly rows: ReadonlySignal<readonly EventRow[]>;
  /** How often it began anew with the newest: then the place is another. */
  readonly generation: ReadonlySignal<number>;
  readonly hasOlder: ReadonlySignal<boolean>;
  /** Whether there is more behind the last row than what has yet to happen. */
  readonly hasNewer: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<unknown>;
  /** Arrived while somebody looked at older ones. */
  readonly unseen: ReadonlySignal<number>;
  /** Whether the end is looked at: then the oldest make room, else what arrives waits. */
  follow(isAtEnd: boolean): void;
  loadNewest(): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  close(): void;
}

/** A part of all events, as large as it may be, that moves through them: older on wish, newer by itself. */
export function createEventWindow(client: Client, feed: Feed, narrowing: EventNarrowing): EventWindow {
  const rows = signal<readonly EventRow[]>([]);
  const [hasOlder, hasNewer, isLoading] = [signal(false), signal(false), signal(true)];
  const error = signal<unknown>(undefined);
  const unseen = signal(0);
  const isMeant = createRowTest(narrowing);
  const query = {
    session: narrowing.session,
    type: narrowing.types,
    tool: narrowing.tools,
    since: narrowing.since,
    until: narrowing.until,
  };
  const generation = signal(0);
  let isAtEnd = true;
  const isFollowing = () => isAtEnd && !hasNewer.value;
  let olderThan = 0;
  let newerThan = 0;
  let isClosed = false;
  let meanwhile: Envelope[] = [];

  const append = (events: readonly Envelope[]): void => {
    const last = rows.value.at(-1)?.seq ?? 0;
    const fresh = events.filter((event) => event.seq > last && isMeant(event)).map(toEventRow);
    if (!isFollowing()) unseen.value += fresh.length;
    if (fresh.length === 0 || hasNewer.value) return;
    if (isFollowing()) keepNewest([...rows.value, ...fresh]);
    else if (rows.value.length + fresh.length <= MAX_ROWS) rows.value = [...rows.value, ...fresh];
    else hasNewer.value = true;
    newerThan = rows.value.at(-1)?.seq ?? newerThan;
  };
  const keepNewest = (all: readonly EventRow[]): void => {
    rows.value = all.length <= MAX_ROWS ? all : all.slice(-MAX_ROWS + PAGE);
    if (rows.value.length === all.length) return;
    olderThan = rows.value[0]?.seq ?? olderThan;
    hasOlder.value = true;
  };

  const loading = async (work: () => Promise<void>): Promise<void> => {
    isLoading.value = true;
    error.value = undefined;
    try {
      await work();
    } catch (thrown) {
      error.value = thrown;
    } finally {
      isLoading.value = false;
      const events = meanwhile;
      meanwhile = [];
      append(events);
    }
  };

  const search = (start: Start) => searchPages(client, { ...query, limit: PAGE }, start, () => isClosed);

  const loadNewest = (): Promise<void> =>
    loading(async () => {
      const page = await search({});
      [olderThan, newerThan] = [page.before, page.after];
      rows.value = page.events.map(toEventRow);
      [hasOlder.value, hasNewer.value, unseen.value] = [page.more, false, 0];
      isAtEnd = true;
      generation.value += 1;
    });

  const stop = feed.subscribe({
    onEvents(events) {
      if (isLoading.value) meanwhile.push(...events);
      else append(events);
    },
    onReset: () => void loadNewest(),
  });

  return {
    rows,
    generation,
    hasOlder,
    hasNewer,
    isLoading,
    error,
    unseen,
    follow(isNowAtEnd) {
      isAtEnd = isNowAtEnd;
      if (isFollowing()) unseen.value = 0;
    },
    loadNewest,
    async loadOlder() {
      if (isLoading.value || !hasOlder.value) return;
      await loading(async () => {
        const page = await search({ before: olderThan });
        olderThan = page.before;
        hasOlder.value = page.more;
        const all = [...page.events.map(toEventRow), ...rows.value];
        if (all.length > MAX_ROWS) hasNewer.value = true;
        rows.value = all.slice(0, MAX_ROWS);
        newerThan = rows.value.at(-1)?.seq ?? newerThan;
      });
    },
    async loadNewer() {
      if (isLoading.value || !hasNewer.value) return;
      await loading(async () => {
        const page = await search({ after: newerThan });
        newerThan = page.after;
        hasNewer.value = page.more;
        if (isFollowing()) unseen.value = 0;
        keepNewest([...rows.value, ...page.events.map(toEventRow)]);
      });
    },
    close() {
      isClosed = true;
      stop();
    },
  };
}

type Query = Parameters<Client['events']>[0];

interface Start {
  readonly before?: number;
  readonly after?: number;
}

/** Looks on from page to page until something is found. */
async function searchPages(client: Client, query: Query, start: Start, isOver: () => boolean): Promise<EventPage> {
  let page = await client.events({ ...query, ...start });
  for (let step = 1; page.events.length === 0 && page.more && step < MAX_STEPS && !isOver(); step += 1) {
    page = await client.events({
      ...query,
      ...(start.after === undefined ? { before: page.before } : { after: page.after }),
    });
  }
  return page;
}
