import * as fs from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { gapOf, isOfTree, mapEntryOf } from './page-gaps.ts';

/**
 * SQLite overwrites what is deleted (`secure_delete`), but not what is left of rows that it has moved to another page
 * while balancing: copies of them stay between the rows of the page they were on. Nothing ever reads that gap, so its
 * bytes can be cleared in the file itself, as long as nobody else writes there.
 */
export interface Scrubber {
  pages(): number;
  /** Clears a piece of the pages up to this one, the last first; answers up to where is left. Begins with an empty log. */
  scrub(upToPage: number): number;
  /** Only after the database itself: to close a file lets go all locks that this process has on it. */
  close(): void;
}

/** Looked at in one piece, a megabyte. */
const PIECE_PAGES = 256;

export function createScrubber(database: DatabaseSync): Scrubber {
  const file = database.location();
  const ask = (pragma: string): number =>
    Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0);
  const pageBytes = ask('page_size');
  const zeros = Buffer.alloc(pageBytes);
  let fd: number | undefined;

  return {
    pages: () => (file === null ? 0 : ask('page_count')),
    scrub(upToPage) {
      if (file === null) return 0;
      database.exec('BEGIN IMMEDIATE'); // from here on nobody writes, neither to the log nor from it to the file
      try {
        if (fs.statSync(`${file}-wal`).size > 0) return upToPage;
        fd ??= fs.openSync(file, 'r+');
        const afterPage = Math.max(0, upToPage - PIECE_PAGES);
        clearGaps(fd, afterPage, upToPage);
        return afterPage;
      } finally {
        database.exec('ROLLBACK; PRAGMA shrink_memory'); // pages in memory still have what was cleared
      }
    },
    close() {
      if (fd !== undefined) fs.closeSync(fd);
      fd = undefined;
    },
  };

  function clearGaps(from: number, afterPage: number, upToPage: number): void {
    const bytes = Buffer.alloc((upToPage - afterPage) * pageBytes);
    const length = fs.readSync(from, bytes, 0, bytes.length, afterPage * pageBytes);
    const kindOf = createKinds(from);
    let isChanged = false;
    for (let at = 0; at + pageBytes <= length; at += pageBytes) {
      const page = bytes.subarray(at, at + pageBytes);
      const gap = isOfTree(kindOf(afterPage + at / pageBytes + 1)) ? gapOf(page) : undefined;
      if (gap === undefined || zeros.compare(page, gap.from, gap.to, 0, gap.to - gap.from) === 0) continue;
      fs.writeSync(from, zeros, 0, gap.to - gap.from, afterPage * pageBytes + at + gap.from);
      isChanged = true;
    }
    if (isChanged) fs.fdatasyncSync(from);
  }

  /** What each page is; a page of the map is read once for all it tells of. */
  function createKinds(from: number): (page: number) => number | undefined {
    const map = Buffer.alloc(pageBytes);
    let mapPage = 0;
    return (page) => {
      const entry = mapEntryOf(page, { pageBytes });
      if (entry === undefined) return undefined;
      if (entry.page !== mapPage) fs.readSync(from, map, 0, pageBytes, (entry.page - 1) * pageBytes);
      mapPage = entry.page;
      return map[entry.at];
    };
  }
}
