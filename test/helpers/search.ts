import * as fs from 'node:fs';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SearchFilter } from '../../src/daemon/search/facets.ts';
import { openSearcher, type Searcher } from '../../src/daemon/search/searcher.ts';
import { type EventStore, type NewEvent, openEventStore } from '../../src/daemon/store/event-store.ts';
import { parseQuery } from '../../src/shared/search-query.ts';
import { aNewEvent } from './new-event.ts';
import type { TempHome } from './temp-home.ts';

/** A store and its index, in one thread: what the worker does, step by step. */
export interface SearchStage {
  readonly store: EventStore;
  searcher(): Searcher;
  /** Appends prompts with these texts. */
  say(...prompts: readonly string[]): void;
  append(...events: readonly Partial<NewEvent>[]): void;
  index(): void;
  /** The seqs of what is found, newest first. */
  find(text: string, filter?: SearchFilter): number[];
  /** Closes the index and opens it again, as after a kill: nothing is done first. */
  reopen(): void;
  /** Deletes rows behind the store's back, as retention and `forget` do. */
  deleteEvents(where: string): void;
  close(): void;
}

export function createSearchStage(home: TempHome, { periodChars = 1_000_000 } = {}): SearchStage {
  const { store: eventsFile, search: file } = home.paths;
  const store = openEventStore(eventsFile, { host: 'laptop' });
  const open = () => openSearcher({ file, eventsFile, storeId: store.storeId, periodChars });
  let searcher = open();

  const append = (...events: readonly Partial<NewEvent>[]) => {
    store.append(events.map((event) => aNewEvent(event)));
  };
  return {
    store,
    searcher: () => searcher,
    append,
    say: (...prompts) => append(...prompts.map((prompt) => ({ body: JSON.stringify({ prompt }) }))),
    index() {
      while (searcher.step()) {
        // on to the next
      }
    },
    find(text, filter = {}) {
      const { hits } = searcher.find({ wanted: parseQuery(text), filter, limit: 1000 });
      return hits.map(({ entry }) => entry.seq);
    },
    reopen() {
      searcher.close();
      searcher = open();
    },
    deleteEvents(where) {
      const database = new DatabaseSync(eventsFile);
      database.exec(`DELETE FROM events WHERE ${where}`);
      database.close();
    },
    close() {
      searcher.close();
      store.close();
    },
  };
}

/** Whether these bytes stand in a file whose name begins so, whatever case they have. */
export function holdsBytes(folder: string, begin: string, text: string): boolean {
  return fs
    .readdirSync(folder)
    .filter((name) => name.startsWith(begin))
    .some((name) => fs.readFileSync(path.join(folder, name), 'latin1').toLowerCase().includes(text.toLowerCase()));
}
