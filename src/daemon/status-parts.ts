import type { History } from '../shared/history.ts';
import type { DaemonState } from '../shared/state-file.ts';
import type { Broadcaster } from './events/broadcaster.ts';
import type { Counters } from './events/counters.ts';
import type { HookLatency } from './events/hook-latency.ts';
import type { SpoolDrain } from './events/spool-drain.ts';
import type { Rejections } from './rejections.ts';
import type { Retention } from './retention/retention.ts';
import type { SearchIndex } from './search/search-index.ts';
import type { EventStore } from './store/event-store.ts';

/** Those who know what is to be told of the daemon. */
export interface StatusParts {
  readonly state: DaemonState;
  readonly store: EventStore;
  readonly counters: Counters;
  readonly history: History;
  readonly latency: HookLatency;
  readonly broadcaster: Broadcaster;
  readonly drain: SpoolDrain;
  readonly rejections: Rejections;
  readonly search: Pick<SearchIndex, 'status'>;
  readonly retention: Pick<Retention, 'status'>;
  /** How many subscribers there are of each name. */
  readonly watching: () => Readonly<Record<string, number>>;
  readonly nowMs: () => number;
}
