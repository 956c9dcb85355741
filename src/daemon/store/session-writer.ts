import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { printMinute } from '../sessions/minute-text.ts';
import { printState, type SessionState } from '../sessions/session-state.ts';
import { stateNameOf } from '../sessions/session-view.ts';
import type { Changes } from '../sessions/story.ts';

/** The traits of so many sessions are remembered as written. */
const REMEMBERED = 500;

/** Two sessions of one process have the same; null where it is not known. */
export function processKeyOf({ process }: SessionState): string | null {
  return process === undefined ? null : `${process.pid} ${process.startedAtMs}`;
}

/** Writes what is known of sessions; never begins a transaction. */
export interface SessionWriter {
  write(state: SessionState, changes: Changes): void;
  /** Of its row where it belongs alone. */
  writeProject(id: string, project: string | undefined): void;
  markStale(id: string): void;
  /** Its spans, sub-agents and minutes go, to be written anew. */
  clear(id: string): void;
  /** The transaction was undone. */
  forget(): void;
}

export function createSessionWriter(database: DatabaseSync): SessionWriter {
  const updateState = database.prepare('UPDATE sessions SET last_ms = ?, state = ?, fold = ? WHERE id = ?');
  const updateTraits = database.prepare(`
    UPDATE sessions SET host = ?, project = ?, process = ?, watched_pid = ?, watched_since_ms = ?,
      born_by_clear_ms = ?, ended_by_clear_ms = ?
    WHERE id = ?`);
  const updateProject = database.prepare('UPDATE sessions SET project = ? WHERE id = ?');
  const unmarkStale = database.prepare('UPDATE sessions SET stale = 0 WHERE id = ?');
  const setSpan = database.prepare('INSERT OR REPLACE INTO spans (session_id, id, call) VALUES (?, ?, ?)');
  const setAgent = database.prepare('INSERT OR REPLACE INTO agents (session_id, id, agent) VALUES (?, ?, ?)');
  const setMinute = database.prepare('INSERT OR REPLACE INTO minutes (minute, session_id, told) VALUES (?, ?, ?)');
  const markStale = database.prepare('UPDATE sessions SET stale = 1 WHERE id = ?');
  const deleteSpans = database.prepare('DELETE FROM spans WHERE session_id = ?');
  const deleteAgents = database.prepare('DELETE FROM agents WHERE session_id = ?');
  const deleteMinutes = database.prepare('DELETE FROM minutes WHERE session_id = ?');

  let written = new Map<string, string>();

  return {
    write(state, { calls, agents, minutes }) {
      const { id } = state;
      updateState.run(state.lastAtMs, stateNameOf(state), printState(state), id);
      writeTraits(state);
      for (const call of calls) {
        if (call.outcome !== 'running') setSpan.run(id, call.id, JSON.stringify(call));
      }
      for (const agent of agents) {
        if (agent.endedAtMs !== undefined) setAgent.run(id, agent.id, JSON.stringify(agent));
      }
      for (const minute of minutes) setMinute.run(minute.minute, id, printMinute(minute));
    },
    writeProject: (id, project) => void updateProject.run(project ?? null, id),
    markStale: (id) => void markStale.run(id),
    clear(id) {
      deleteSpans.run(id);
      deleteAgents.run(id);
      deleteMinutes.run(id);
      unmarkStale.run(id);
    },
    forget: () => written.clear(),
  };

  /** What hardly ever changes is written when it has: it costs as much as the rest. */
  function writeTraits(state: SessionState): void {
    const traits = traitsOf(state);
    const key = traits.join('\n');
    if (written.get(state.id) === key) return;
    updateTraits.run(...traits, state.id);
    if (written.size >= REMEMBERED) written = new Map();
    written.set(state.id, key);
  }
}

function traitsOf(state: SessionState): SQLInputValue[] {
  const { host, project = null, process, startedBy, startedAtMs, turn, why, lastAtMs } = state;
  const watched = turn === 'ended' || process === undefined ? [null, null] : [process.pid, process.startedAtMs];
  const bornMs = startedBy === 'clear' ? startedAtMs : null;
  const endedMs = turn === 'ended' && why === 'clear' ? lastAtMs : null;
  return [host, project, processKeyOf(state), ...watched, bornMs, endedMs];
}
