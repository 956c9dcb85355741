import type { HomePaths } from '../shared/paths.ts';
import { reportSearch, reportStore } from './report-condition.ts';
import type { Reporter } from './reporter.ts';
import { createSearchIndex, type SearchIndex } from './search/search-index.ts';
import { type EventStore, openEventStore } from './store/event-store.ts';

interface OpenStoresOptions {
  readonly paths: HomePaths;
  readonly host: string;
  readonly reporter: Reporter;
  /** A damaged store was set aside, and the one in its place has another id. */
  readonly onReplaced: () => void;
}

/** The store and the index of its text, each of which says in the log how it is. */
export function openStores({ paths, host, reporter, onReplaced }: OpenStoresOptions): {
  readonly store: EventStore;
  readonly search: SearchIndex;
} {
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
