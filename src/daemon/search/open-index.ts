import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { troubleOf } from '../store/trouble.ts';

/** Another one is deleted and made anew from the events: change it with the tables, the tokenizer, or what is indexed. */
const INDEX_VERSION = 2;
const CACHE_KIB = 4096;
const WAL_KEPT_BYTES = 4 * 1024 * 1024;

/** The index of an events file, for its owner only; one that is damaged or of another release is begun anew. */
export function openIndex(file: string): DatabaseSync {
  try {
    const database = open(file);
    if (versionOf(database) === INDEX_VERSION) return database;
    database.close();
  } catch (error) {
    if (troubleOf(error) !== 'damaged') throw error;
  }
  removeIndex(file);
  const database = open(file);
  createTables(database);
  return database;
}

export function removeIndex(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) fs.rmSync(file + suffix, { force: true });
}

/** What is deleted within a page is overwritten; pages that are free `forget` sees to. */
function open(file: string): DatabaseSync {
  fs.closeSync(fs.openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 1000 });
  try {
    database.exec(`
      PRAGMA auto_vacuum = INCREMENTAL;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA journal_size_limit = ${WAL_KEPT_BYTES};
      PRAGMA secure_delete = FAST;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -${CACHE_KIB};
    `);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

/**
 * A period is a table of its own (`period_7`), which holds the words of the events from `first_seq` to `last_seq` and is
 * dropped whole. Where `todo_seq` is set, the events from there on have still to be taken in. `stretches` tell of every
 * thousand seqs when their events happened, `names` which types, tools and types of sub-agents a period has.
 */
function createTables(database: DatabaseSync): void {
  database.exec(`
    BEGIN;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE periods (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      first_seq INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      todo_seq INTEGER,
      day INTEGER NOT NULL,
      events INTEGER NOT NULL DEFAULT 0,
      chars INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE stretches (
      period INTEGER NOT NULL,
      block INTEGER NOT NULL,
      min_at_ms INTEGER NOT NULL,
      max_at_ms INTEGER NOT NULL,
      PRIMARY KEY (period, block)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE names (
      period INTEGER NOT NULL,
      facet TEXT NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (period, facet, name)
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = ${INDEX_VERSION};
    COMMIT;
  `);
}
