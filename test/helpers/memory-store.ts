import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { IN_MEMORY } from '../../src/daemon/store/open-database.ts';

/** A store that leaves nothing behind. */
export function createMemoryStore(): EventStore {
  return openEventStore(IN_MEMORY, { host: 'laptop' });
}
