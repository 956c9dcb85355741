import { errorCode } from '../../shared/errors.ts';

/** `damaged`: the file is no sound database. `unwritable`: it may be sound, but nothing can be put into it now. */
export type Trouble = 'damaged' | 'unwritable';

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const DAMAGED: ReadonlySet<number> = new Set([11 /* CORRUPT */, 26 /* NOTADB */]);
const UNWRITABLE: ReadonlySet<number> = new Set([
  3 /* PERM */, 5 /* BUSY */, 6 /* LOCKED */, 8 /* READONLY */, 10 /* IOERR */, 13 /* FULL */, 14 /* CANTOPEN */,
]);
const UNWRITABLE_SYSTEM: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EISDIR',
  'ENOENT',
  'ENOTDIR',
  'EMFILE',
  'ENFILE',
]);

/** The same error as SQLite's own, for damage that it does not see: it keeps no checksums. */
export function damaged(what: string): Error {
  return Object.assign(new Error(`database disk image is malformed: ${what}`), {
    code: 'ERR_SQLITE_ERROR',
    errcode: 11,
  });
}

/** What is wrong with the disk or the file, or undefined when the error says that our program is wrong. */
export function troubleOf(error: unknown): Trouble | undefined {
  const code = errorCode(error);
  if (code === undefined) return undefined;
  if (code !== 'ERR_SQLITE_ERROR') return UNWRITABLE_SYSTEM.has(code) ? 'unwritable' : undefined;
  const primary = primaryCode(error);
  if (DAMAGED.has(primary)) return 'damaged';
  return UNWRITABLE.has(primary) ? 'unwritable' : undefined;
}

/** The lowest byte of an extended result code. */
function primaryCode(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return 0;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
}
