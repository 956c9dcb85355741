import { type ReadonlySignal, signal } from '@preact/signals';
import type { IndexStanding } from '../../shared/search.ts';
import { parseQuery } from '../../shared/search-query.ts';
import type { Client, EventPage } from '../api/client.ts';
import { findSeqAt } from './find-seq.ts';
import { type EventNarrowing, toQuery } from './narrowing.ts';

const PAGE = 250;
/** An answer about texts brings excerpts, and no more of them than this. */
const FOUND_PAGE = 100;
/** A rare kind is looked for in steps of 20,000 events; so many steps cover a million and some. */
const MAX_STEPS = 60;

interface Start {
  readonly before?: number;
  readonly after?: number;
}

/** All events that are narrowed so, a page at a time. */
export interface EventPages {
  /** What is said as so long ago is counted from now on: pages that belong together have the same moment. */
  begin(): void;
  /** From a place on, or the newest; goes on until something is found. */
  read(start: Start): Promise<EventPage>;
  /** One answer, whatever it finds. Both reject with `BAD_QUERY` for what cannot be looked for. */
  peek(start: Start): Promise<EventPage>;
  seqAt(atMs: number): Promise<number>;
  /** As the latest answer told it; undefined where nothing is looked for in texts. */
  readonly index: ReadonlySignal<IndexStanding | undefined>;
  close(): void;
}

export function createEventPages(
  client: Pick<Client, 'events'>,
  narrowing: EventNarrowing,
  nowMs: () => number,
): EventPages {
  const limit = narrowing.text === undefined ? PAGE : FOUND_PAGE;
  let query = { ...toQuery(narrowing, nowMs()), limit };
  const index = signal<IndexStanding | undefined>(undefined);
  let isClosed = false;

  const peek = async (start: Start): Promise<EventPage> => {
    if (narrowing.text !== undefined) parseQuery(narrowing.text); // the daemon would say the same
    const page = await client.events({ ...query, ...start });
    if (page.index !== undefined) index.value = page.index;
    return page;
  };

  return {
    begin() {
      query = { ...toQuery(narrowing, nowMs()), limit };
    },
    index,
    peek,
    async read(start) {
      let page = await peek(start);
      for (let step = 1; page.events.length === 0 && page.more && step < MAX_STEPS && !isClosed; step += 1) {
        page = await peek(start.after === undefined ? { before: page.before } : { after: page.after });
      }
      return page;
    },
    seqAt: (atMs) => findSeqAt(client, atMs),
    close() {
      isClosed = true;
    },
  };
}
