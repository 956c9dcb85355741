import type { DatabaseSync } from 'node:sqlite';
import { MpmError } from '../../shared/errors.ts';

/** A release that changes the tables adds a function here; one that was released is never edited. */
const MIGRATIONS: readonly ((database: DatabaseSync) => void)[] = [createTables];

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
