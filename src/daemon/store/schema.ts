import type { DatabaseSync } from 'node:sqlite';
import { MpmError } from '../../shared/errors.ts';

/** A release that changes the tables adds a function here; one that was released is never edited. */
const MIGRATIONS: readonly ((database: DatabaseSync) => void)[] = [
  createTables,
  createSessionTables,
  addRetention,
  addMinutes,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings the database to this release's tables, a step at a time, each whole or not at all. */
export function migrate(database: DatabaseSync, file: string): void {
  const version = readVersion(database);
  if (version > SCHEMA_VERSION) {
    throw new MpmError('STORE_TOO_NEW', `The store ${file} was written by a newer mpm-hook.`, {
      hint: 'Install that release again, or move the file away to begin a new store.',
    });
  }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      step(database);
      database.exec(`PRAGMA user_version = ${index + 1}; COMMIT`);
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}

function readVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}

/**
 * AUTOINCREMENT, so that no seq is ever given twice, also after the newest event was deleted. Every index ends with
 * seq (SQLite adds the row's key), so each answers its "last N of …" from its end, without sorting.
 */
function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE sessions (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      session_id TEXT,
      tool_use_id TEXT,
      host TEXT NOT NULL,
      body TEXT NOT NULL,
      cut INTEGER NOT NULL,
      origin TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_by_session ON events (session_id) WHERE session_id IS NOT NULL;
    CREATE INDEX events_by_time ON events (at_ms);
    CREATE INDEX events_by_type ON events (type);
  `);
}

/**
 * What the events say of sessions, their tool calls and sub-agents. All of it can be told again from the events, and is
 * for the sessions that were there before: `stale` until then. `fold` is the state that the next event is told on; what
 * it holds of calls and sub-agents is not in the other two tables yet. An index on what every event changes (`state`,
 * `fold`) would cost a page each time: there is none but that of time.
 */
function createSessionTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE told_sessions (
      id TEXT PRIMARY KEY,
      last_ms INTEGER NOT NULL DEFAULT 0,
      state TEXT NOT NULL DEFAULT 'idle',
      host TEXT,
      project TEXT,
      process TEXT,
      watched_pid INTEGER,
      watched_since_ms INTEGER,
      lost_ms INTEGER,
      born_by_clear_ms INTEGER,
      ended_by_clear_ms INTEGER,
      fold TEXT,
      stale INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    INSERT INTO told_sessions (id, stale) SELECT id, 1 FROM sessions;
    DROP TABLE sessions;
    ALTER TABLE told_sessions RENAME TO sessions;
    CREATE INDEX sessions_by_time ON sessions (last_ms, id);
    CREATE INDEX sessions_watched ON sessions (watched_pid) WHERE watched_pid IS NOT NULL;
    CREATE INDEX sessions_stale ON sessions (stale) WHERE stale = 1;
    CREATE INDEX sessions_born_by_clear ON sessions (born_by_clear_ms) WHERE born_by_clear_ms IS NOT NULL;
    CREATE INDEX sessions_ended_by_clear ON sessions (ended_by_clear_ms) WHERE ended_by_clear_ms IS NOT NULL;
    CREATE TABLE spans (
      session_id TEXT NOT NULL,
      id TEXT NOT NULL,
      call TEXT NOT NULL,
      PRIMARY KEY (session_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE agents (
      session_id TEXT NOT NULL,
      id TEXT NOT NULL,
      agent TEXT NOT NULL,
      PRIMARY KEY (session_id, id)
    ) STRICT, WITHOUT ROWID;
  `);
}

/**
 * What people say of a session, and whether its oldest events are gone. `arrivals`: when, by our clock, all events up to a
 * seq had arrived; an event's own time is what its sender believed. Of those that are there by now it is known that they
 * arrived before the first line.
 */
function addRetention(database: DatabaseSync): void {
  database.exec(`
    ALTER TABLE sessions ADD COLUMN name TEXT;
    ALTER TABLE sessions ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sessions ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sessions ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE arrivals (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT;
  `);
}

/**
 * What each session did minute by minute, told with its story: so all of them are told again, but for those whose
 * oldest events are gone. And what the daemon saw of itself in each minute. Both lie in order of time, as they are asked.
 */
function addMinutes(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE minutes (
      minute INTEGER NOT NULL,
      session_id TEXT NOT NULL,
      told TEXT NOT NULL,
      PRIMARY KEY (minute, session_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX minutes_by_session ON minutes (session_id);
    CREATE TABLE measures (minute INTEGER PRIMARY KEY, told TEXT NOT NULL) STRICT;
    UPDATE sessions SET stale = 1 WHERE pruned = 0;
  `);
}
