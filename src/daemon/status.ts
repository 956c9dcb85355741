import type { History } from '../shared/history.ts';
import type { DaemonState } from '../shared/state-file.ts';
import type { Broadcaster } from './events/broadcaster.ts';
import type { Counters } from './events/counters.ts';
import type { HookLatency } from './events/hook-latency.ts';
import type { SpoolDrain } from './events/spool-drain.ts';
import { printOwnMetrics } from './own-metrics.ts';
import type { Rejections } from './rejections.ts';
import type { Retention } from './retention/retention.ts';
import type { SearchIndex } from './search/search-index.ts';
import { toEnvelope } from './store/entry.ts';
import type { EventStore } from './store/event-store.ts';

export interface StatusBoardParts {
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

export interface StatusBoard {
  /** All there is to know: `daemon status --json`, `GET /v1/status`, `system.status`. */
  status(): object;
  /** What every subscriber hears with each beat. */
  health(): object;
  /** `ok`, or `degraded` while events are in memory only. */
  condition(): string;
  /** The same for Prometheus. */
  metrics(): string;
  /** How many files lie in the spool. */
  spooled(): number;
}

/** Puts together what the parts know of themselves. */
export function createStatusBoard(parts: StatusBoardParts): StatusBoard {
  const { state, store, counters, history, latency, broadcaster, drain, rejections, search, retention } = parts;
  const { watching, nowMs } = parts;

  const condition = (): string => (store.status().durable ? 'ok' : 'degraded');

  const health = () => {
    const { accepted, dropped } = counters.all();
    const { events, bytes } = store.stats();
    return {
      status: condition(),
      uptimeMs: nowMs() - state.startedAt,
      events: accepted,
      seq: store.lastSeq(),
      dropped: dropped + broadcaster.thinned(),
      spool: drain.depth(),
      store: { bytes, events, ...store.status() },
    };
  };

  const watchers = (): number => Object.values(watching()).reduce((sum, count) => sum + count, 0);

  return {
    condition,
    spooled: () => drain.depth().files,
    metrics: () => printOwnMetrics({ ...parts, subscribers: watchers() }),
    health: () => ({ ...health(), clients: broadcaster.sessions() }),
    status() {
      const { duplicates, rejected, refused, late, redacted, pruned, forgotten } = counters.all();
      const { p50Ms = null, p95Ms = null, count } = latency.summary(); // null before the first delivery
      return {
        running: true,
        ...state,
        ...health(),
        oldestSeq: store.oldestSeq(),
        sessions: store.stats().sessions,
        lastEventAt: history.last(1).map(toEnvelope)[0]?.timestamp ?? null,
        clients: watchers(),
        watching: watching(),
        duplicates,
        redacted,
        pruned,
        forgotten,
        retention: retention.status(),
        rejected,
        refused,
        ...rejections.byCode(),
        hook: { p50Ms, p95Ms, count, late },
        search: search.status(),
        relay: null,
        rssBytes: process.memoryUsage.rss(),
      };
    },
  };
}
