import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gapOf, isOfTree, mapEntryOf } from '../../src/daemon/store/page-gaps.ts';
import { fillStore } from '../helpers/damage.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

const PAGE = { pageBytes: 4096 };
let home: TempHome;

beforeEach(() => {
  home = createTempHome();
});
afterEach(() => home.remove());

test('the pages of b-trees are those that SQLite itself says, and none of what their rows use lies in the gap', () => {
  fillStore(home.paths.store, 3000);
  const bytes = fs.readFileSync(home.paths.store);
  const pageOf = (page: number) => bytes.subarray((page - 1) * PAGE.pageBytes, page * PAGE.pageBytes);
  const judge = new DatabaseSync(home.paths.store, { readOnly: true });
  const rows = judge.prepare("SELECT pageno, unused FROM dbstat WHERE pagetype <> 'overflow' AND pageno > 1").all();
  judge.close();
  const unused = new Map(rows.map((row) => [Number(row.pageno), Number(row.unused)]));

  expect(bytes.length / PAGE.pageBytes).toBeGreaterThan(830); // past the second page of the map
  for (let page = 1; page <= bytes.length / PAGE.pageBytes; page += 1) {
    const entry = mapEntryOf(page, PAGE);
    const isTree = entry !== undefined && isOfTree(pageOf(entry.page)[entry.at]);
    expect([page, isTree]).toEqual([page, unused.has(page)]);
    const gap = isTree ? gapOf(pageOf(page)) : undefined;
    if (gap !== undefined) expect(gap.to - gap.from).toBeLessThanOrEqual(unused.get(page) ?? -1);
  }
});

test('the page where locks lie is no b-tree’s, nor is what it would have told of', () => {
  const lockPage = 0x40_00_00_00 / 4096 + 1;
  expect(mapEntryOf(lockPage, PAGE)).toBeUndefined();
  expect(mapEntryOf(lockPage + 1, PAGE)?.page).toBeLessThan(lockPage);
  // with pages of 1024 bytes a page of the map would lie there: it is the next one
  const lockSmall = 0x40_00_00_00 / 1024 + 1;
  expect(mapEntryOf(lockSmall - 1, { pageBytes: 1024 })?.page).toBe(lockSmall - 205);
  expect(mapEntryOf(lockSmall + 1, { pageBytes: 1024 })).toBeUndefined();
  expect(mapEntryOf(lockSmall + 2, { pageBytes: 1024 })).toEqual({ page: lockSmall + 1, at: 0 });
});

test.each([
  ['of no known kind', 7, 0, 4000],
  ['whose rows begin before their places end', 13, 2000, 100],
  ['whose rows begin behind its end', 13, 3, 5000],
])('a page %s has no gap', (_title, kind, rows, begin) => {
  const page = Buffer.alloc(4096);
  page[0] = kind;
  page.writeUInt16BE(rows, 3);
  page.writeUInt16BE(begin, 5);
  expect(gapOf(page)).toBeUndefined();
});
