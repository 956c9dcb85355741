import type { DatabaseSync } from 'node:sqlite';
import { MINUTE_MS } from '../sessions/minute.ts';

/** An event that was taken out. */
export interface Victim {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  readonly sessionId: string | null;
  readonly toolUseId: string | null;
}

/** What became of the sessions that the victims were of. */
export interface Trimmed {
  /** They have events left, but no longer all of them. */
  readonly cut: readonly string[];
  /** They have none left: their row is gone, and all that was kept with it. */
  readonly gone: readonly string[];
}

/** Brings the sessions' tables in line with events that are gone; never begins a transaction. */
export interface SessionTrimmer {
  trim(victims: readonly Victim[]): Trimmed;
}

/** The last that is told of a call; without one, what was concluded of it goes with its beginning. */
const CALL_ENDS: ReadonlySet<string> = new Set([
  'hook.post_tool',
  'hook.post_tool_use_failure',
  'hook.permission_denied',
]);

export function createSessionTrimmer(database: DatabaseSync): SessionTrimmer {
  const findEvent = database.prepare('SELECT 1 FROM events WHERE session_id = ? LIMIT 1');
  const markPruned = database.prepare('UPDATE sessions SET pruned = 1 WHERE id = ? AND pruned = 0');
  const deleteSpan = database.prepare('DELETE FROM spans WHERE session_id = ? AND id = ?');
  const deleteConcluded = database.prepare(`
    DELETE FROM spans WHERE session_id = ? AND id = ? AND call ->> '$.outcome' IN ('interrupted', 'denied', 'unknown')`);
  const deleteSpans = database.prepare('DELETE FROM spans WHERE session_id = ?');
  const deleteAgents = database.prepare('DELETE FROM agents WHERE session_id = ?');
  const deleteMinutes = database.prepare('DELETE FROM minutes WHERE session_id = ?');
  const deleteMinutesBefore = database.prepare('DELETE FROM minutes WHERE session_id = ? AND minute < ?');
  const deleteSession = database.prepare('DELETE FROM sessions WHERE id = ?');

  function remove(id: string): void {
    deleteSpans.run(id);
    deleteAgents.run(id);
    deleteMinutes.run(id);
    deleteSession.run(id);
  }

  function cutSpans(id: string, victims: readonly Victim[]): void {
    for (const { type, toolUseId } of victims) {
      if (toolUseId !== null) (CALL_ENDS.has(type) ? deleteSpan : deleteConcluded).run(id, toolUseId);
    }
  }

  return {
    trim(victims) {
      const cut: string[] = [];
      const gone: string[] = [];
      for (const [id, events] of Map.groupBy(victims, ({ sessionId }) => sessionId)) {
        if (id === null) continue;
        if (findEvent.get(id) === undefined) {
          remove(id);
          gone.push(id);
        } else {
          cutSpans(id, events);
          deleteMinutesBefore.run(id, newestMinuteOf(events));
          markPruned.run(id);
          cut.push(id);
        }
      }
      return { cut, gone };
    },
  };
}

/** Of this minute something may be left; of those before it hardly anything is. */
function newestMinuteOf(victims: readonly Victim[]): number {
  return Math.floor(victims.reduce((newest, { atMs }) => Math.max(newest, atMs), 0) / MINUTE_MS);
}
