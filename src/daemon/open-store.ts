import type { HomePaths } from '../shared/paths.ts';
import { reportSearch, reportStore } from './report-condition.ts';
import type { Reporter } from './reporter.ts';
import { createSearchIndex, type SearchIndex } from './search/search-index.ts';
import { type EventStore, openEventStore } from './store/event-store.ts';

interface StoreOptions {
  readonly paths: HomePaths;
  readonly host: string;
  readonly reporter: Reporter;
  /** Another store has taken the place of a damaged one, maybe while it was opened. */
  readonly onReplaced: () => void;
}

interface OpenedStore {
  readonly store: EventStore;
  readonly search: SearchIndex;
}

/** The events and the index over them; what goes wrong with either goes to the log. */
export function openStore({ paths, host, reporter, onReplaced }: StoreOptions): OpenedStore {
  const store = openEventStore(paths.store, {
    host,
    onChange: (status) => reportStore(status, reporter),
    onReplaced: (aside) => {
      reporter.report('store_set_aside', { file: aside });
      onReplaced();
    },
    onSalvaged: ({ salvaged = 0, lost = null }) => {
      reporter.report('store_salvaged', { salvaged, lost });
      search.beginAnew();
    },
  });
  if (!store.status().durable) reportStore(store.status(), reporter);
  const search = createSearchIndex({
    file: paths.search,
    eventsFile: paths.store,
    storeId: () => store.storeId,
    lastSeq: store.lastSeq,
    onState: (status) => reportSearch(status, reporter),
    onFailure: (error) => reporter.report('failed', { error }),
  });
  return { store, search };
}
