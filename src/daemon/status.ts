import { printOwnMetrics } from './own-metrics.ts';
import type { StatusParts } from './status-parts.ts';
import { toEnvelope } from './store/entry.ts';

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
export function createStatusBoard(parts: StatusParts): StatusBoard {
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
