import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { MpmError } from '../shared/errors.ts';

/** SQLite's result codes for "someone else has it" (sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

export interface OwnerLock {
  /** Whether the file that we hold is still the home's: false once the home was removed or put in another's place. */
  isStillOurs(): boolean;
  close(): void;
}

/**
 * Undefined when another process is this home's daemon. The lock is the kernel's, on an open SQLite transaction: it
 * is gone with the process however that ends, and nothing of it can be stale. Nobody else may open the file in this
 * process: POSIX drops a process's locks when it closes any descriptor of the file.
 */
export function tryOwnerLock(file: string): OwnerLock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // no journal on disk: nothing is ever written, and on a full disk there is no room for one
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const code = sqliteCode(error);
    if (code === SQLITE_BUSY || code === SQLITE_LOCKED) return undefined;
    throw new MpmError('OWNER_LOCK_UNUSABLE', `${file} cannot be locked.`, { hint: `rm ${file}`, cause: error });
  }
  const held = inodeOf(file);
  let isOpen = true;

  return {
    isStillOurs: () => held !== undefined && inodeOf(file) === held,
    close() {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

function inodeOf(file: string): number | undefined {
  return fs.statSync(file, { throwIfNoEntry: false })?.ino;
}

/** The primary result code: extended ones carry it in their low byte. */
function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
