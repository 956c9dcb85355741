import * as fs from 'node:fs';
import { openDatabase } from './open-database.ts';
import { troubleOf } from './trouble.ts';

/** Where the first page of a damaged file lies as it was, once it was put in. */
export const FIRST_PAGE_SUFFIX = '-page1';

/** Fields of the file's header (https://sqlite.org/fileformat2.html#the_database_header). */
const CHANGES_AT = 24;
const PAGES_AT = 28;
const VALID_FOR_AT = 92;
/** What the page of a table begins with: one within it, or a leaf. */
const TABLE_PAGES: readonly (number | undefined)[] = [5, 13];

/**
 * The first page of a file says where everything is, and without it nothing can be read. It is the same in every store
 * but for the counts: with `auto_vacuum` roots lie at the beginning of the file in the order in which they were made. So
 * that of a new one is put in its place, and the damaged one beside the file. False where that is of no use: what lies
 * where the events should begin is no table.
 */
export function replaceFirstPage(file: string): boolean {
  try {
    return tryToReplace(file);
  } catch (error) {
    if (troubleOf(error) === undefined) throw error;
    return false; // nothing can be written now; what can be read is the same as before
  }
}

function tryToReplace(file: string): boolean {
  const { page, eventsPage } = firstPageOfNew(`${file}-new`);
  const fd = fs.openSync(file, 'r+');
  try {
    const root = Buffer.alloc(1);
    fs.readSync(fd, root, 0, 1, (eventsPage - 1) * page.length);
    if (!TABLE_PAGES.includes(root[0])) return false;
    const damaged = Buffer.alloc(page.length);
    fs.readSync(fd, damaged, 0, page.length, 0);
    fs.writeFileSync(file + FIRST_PAGE_SUFFIX, damaged, { mode: 0o600 });
    page.writeUInt32BE(Math.floor(fs.fstatSync(fd).size / page.length), PAGES_AT);
    page.copy(page, VALID_FOR_AT, CHANGES_AT, CHANGES_AT + 4);
    fs.writeSync(fd, page, 0, page.length, 0);
    return true;
  } finally {
    fs.closeSync(fd);
  }
}

function firstPageOfNew(file: string): { readonly page: Buffer; readonly eventsPage: number } {
  const database = openDatabase(file);
  const root = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").get()?.rootpage;
  const pageBytes = Number(database.prepare('PRAGMA page_size').get()?.page_size);
  database.close();
  const page = Buffer.from(fs.readFileSync(file).subarray(0, pageBytes));
  fs.rmSync(file);
  return { page, eventsPage: Number(root) };
}
