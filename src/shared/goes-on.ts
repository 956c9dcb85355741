import type { Overview } from './overview.ts';

/** A time that ended so shortly ago at most was asked for up to now. */
const NOW_MS = 60_000;

/** Whether a session that is at work at this moment was so within the time, too; of an earlier time that says nothing. */
export function isUpToNow({ until }: Pick<Overview, 'until'>, nowMs: number): boolean {
  return nowMs - Date.parse(until) < NOW_MS;
}

/** Whether it waited for somebody within the time, and still does. */
export function isStillWaiting(id: string, { waits }: Pick<Overview, 'waits'>): boolean {
  return waits.longest.some((wait) => wait.session_id === id && wait.endedAt === undefined);
}
