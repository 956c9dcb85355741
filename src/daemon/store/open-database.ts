import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './schema.ts';
import { troubleOf } from './trouble.ts';

/** Where a store lives that has no file. */
export const IN_MEMORY = ':memory:';

/** Someone else's lock (a person looking into the file) holds up the start for so long at most; past it the store is in memory. */
const OPENING_BUSY_MS = 2000;
/** … and the running daemon for so long; past it events wait in memory. */
const BUSY_MS = 50;
/** The write-ahead log gives back what it grew past this at the next checkpoint. */
const WAL_KEPT_BYTES = 8 * 1024 * 1024;

/** Opens or makes the database, for its owner only, with this release's tables. */
export function openDatabase(file: string, { busyMs = OPENING_BUSY_MS } = {}): DatabaseSync {
  if (file !== IN_MEMORY) makePrivate(file);
  const database = new DatabaseSync(file, { timeout: busyMs });
  try {
    // auto_vacuum counts only while there are no tables yet.
    // What is deleted or replaced is overwritten, so that it is not in the file any more; it costs nothing that can be measured.
    // NORMAL loses nothing to a killed daemon; a power cut may take the last moments (https://sqlite.org/wal.html).
    database.exec(`
      PRAGMA auto_vacuum = INCREMENTAL;
      PRAGMA secure_delete = ON;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA journal_size_limit = ${WAL_KEPT_BYTES};
    `);
    migrate(database, file);
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Undefined while the file can't be opened or takes nothing; asked while others wait, so somebody's lock is not waited for. */
export function openIfWritable(file: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(file, { busyMs: BUSY_MS });
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return database;
  } catch (error) {
    database?.close();
    if (troubleOf(error) === undefined) throw error;
    return undefined;
  }
}

/** Beside it SQLite makes `-wal` and `-shm` with the same mode. */
function makePrivate(file: string): void {
  fs.closeSync(fs.openSync(file, 'a', 0o600));
  if ((fs.statSync(file).mode & 0o077) !== 0) fs.chmodSync(file, 0o600);
}

/** Moves a damaged store out of the way under a name with the date, whole, for someone to mend. Returns that name. */
export function setAside(file: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-');
  const aside = `${file.replace(/\.db$/, '')}.damaged-${stamp}.db`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (fs.existsSync(file + suffix)) fs.renameSync(file + suffix, aside + suffix);
  }
  return aside;
}
