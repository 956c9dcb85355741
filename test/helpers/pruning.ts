import type { EventStore, NewEvent } from '../../src/daemon/store/event-store.ts';
import type { AgePlace, AgeRule, PruneStep } from '../../src/daemon/store/pruner.ts';
import { aNewEvent } from './new-event.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;
export const NOW_MS = Date.UTC(2026, 10, 22, 12);

/** All of a project is kept for so many days, by default 30. */
export function aRule(days: Readonly<Record<string, number>> = {}, nowMs = NOW_MS): AgeRule {
  const ageMsOf = (project = '') => (days[project] ?? days.default ?? 30) * DAY_MS;
  const leastAgeMs = Math.min(30, ...Object.values(days)) * DAY_MS;
  return { nowMs, ageMsOf, leastAgeMs };
}

/** Walks to the end, and counts what each step took out. */
export function pruneByAge(store: EventStore, rule: AgeRule, rows = 50): number[] {
  const counts: number[] = [];
  let after: AgePlace | undefined;
  do {
    const pruned = store.retained.prune({ why: 'age', rule, after, rows });
    counts.push(pruned?.seqs.length ?? Number.NaN);
    after = pruned?.place;
  } while (after !== undefined);
  return counts;
}

export function pruneUpTo(store: EventStore, upToSeq: number, rows = 50): number[] {
  const counts: number[] = [];
  let afterSeq = 0;
  while (afterSeq < upToSeq) {
    const step: PruneStep = { why: 'size', afterSeq, upToSeq, rows };
    const pruned = store.retained.prune(step);
    counts.push(pruned?.seqs.length ?? Number.NaN);
    afterSeq = pruned?.reachedSeq ?? upToSeq;
  }
  return counts;
}

export function seqsOf(store: EventStore): number[] {
  return store.last(100_000).map(({ seq }) => seq);
}

/** A day before now by default, of a session that began in a project's folder. */
export function anEventOf(sessionId: string, more: Partial<NewEvent> & { readonly cwd?: string } = {}): NewEvent {
  const { cwd = '/home/dev/project', ...fields } = more;
  const body = JSON.stringify({ hook_event_name: 'Stop', session_id: sessionId, cwd });
  return aNewEvent({ type: 'hook.stop', sessionId, atMs: NOW_MS - DAY_MS, body, ...fields });
}
