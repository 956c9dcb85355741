import { type Metric, printMetrics } from './metrics.ts';
import type { StatusParts } from './status-parts.ts';

interface MetricsParts extends StatusParts {
  readonly subscribers: number;
}

/** The daemon's numbers, by names that never change (docs/operations.md). No content, no session, no folder is in them. */
export function printOwnMetrics(parts: MetricsParts): string {
  const metrics = [...ofEvents(parts), ...ofParts(parts), ...ofProcess(parts)];
  const buckets = parts.latency.buckets();
  const help = 'From the start of a hook to the answer it got, since the daemon started.';
  return printMetrics(metrics, [{ name: 'mpm_hook_delivery_seconds', help, buckets }]);
}

/** These go on counting where the daemon before left off. */
function ofEvents({ counters, broadcaster, rejections }: MetricsParts): Metric[] {
  const { accepted, duplicates, rejected, refused, dropped, late, redacted, pruned } = counters.all();
  const { rejectedBy, refusedBy } = rejections.byCode();
  return [
    counter('mpm_hook_events_accepted_total', 'Events taken in.', accepted),
    counter('mpm_hook_events_duplicate_total', 'Events that came again and were left out.', duplicates),
    counter('mpm_hook_events_rejected_total', 'Events that were not taken, and never will be.', rejected),
    counter('mpm_hook_requests_refused_total', 'Callers turned away and questions without an answer.', refused),
    counter('mpm_hook_events_late_total', 'Events that came through the spool.', late),
    counter('mpm_hook_events_dropped_total', 'Events pushed out of a full spool.', dropped),
    counter('mpm_hook_events_pruned_total', 'Events that went by age or for want of room.', pruned),
    counter('mpm_hook_secrets_redacted_total', 'Places in events where a secret stood.', redacted),
    counter(
      'mpm_hook_deliveries_thinned_total',
      'Events left out for slow subscribers, since the daemon started.',
      broadcaster.thinned(),
    ),
    byCode('mpm_hook_rejections_total', 'Events not taken, by the reason, since the daemon started.', rejectedBy),
    byCode('mpm_hook_refusals_total', 'Requests refused, by the reason, since the daemon started.', refusedBy),
  ];
}

function ofParts({ store, drain, search, subscribers }: MetricsParts): Metric[] {
  const { events, sessions, bytes } = store.stats();
  const { durable, held } = store.status();
  const { files, bytes: spoolBytes } = drain.depth();
  const { lagEvents, bytes: searchBytes, state } = search.status();
  return [
    gauge('mpm_hook_store_events', 'Events in the store.', events),
    gauge('mpm_hook_store_sessions', 'Sessions in the store.', sessions),
    gauge('mpm_hook_store_bytes', 'Size of the store and its log.', bytes),
    gauge('mpm_hook_store_durable', '1 while what comes in is on disk.', durable ? 1 : 0),
    gauge('mpm_hook_store_held_events', 'Events in memory until the disk takes them.', held),
    gauge('mpm_hook_spool_files', 'Events in the spool.', files),
    gauge('mpm_hook_spool_bytes', 'Size of the spool.', spoolBytes),
    gauge('mpm_hook_search_up', '0 while search is off.', state === 'off' ? 0 : 1),
    gauge('mpm_hook_search_lag_events', 'Events that cannot be found yet.', lagEvents),
    gauge('mpm_hook_search_bytes', 'Size of the search index.', searchBytes),
    gauge('mpm_hook_subscribers', 'Connections that receive events.', subscribers),
  ];
}

/** Under the names that Prometheus gives to these in every program. */
function ofProcess({ state }: MetricsParts): Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      name: 'mpm_hook_build_info',
      type: 'gauge',
      help: 'Always 1; its label is the version.',
      value: { label: 'version', values: { [state.version]: 1 } },
    },
    counter('process_cpu_seconds_total', 'Processor time of the daemon.', (user + system) / 1_000_000),
    gauge('process_resident_memory_bytes', 'Memory of the daemon.', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'When the daemon started, since the epoch.', state.startedAt / 1000),
  ];
}

function counter(name: string, help: string, value: number): Metric {
  return { name, type: 'counter', help, value };
}

function byCode(name: string, help: string, values: Readonly<Record<string, number>>): Metric {
  return { name, type: 'counter', help, value: { label: 'code', values } };
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, type: 'gauge', help, value };
}
