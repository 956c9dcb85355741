import type { Entry } from './entry.ts';
import { headOf, isToldElsewhere } from './lanes.ts';
import type { Row } from './row.ts';

/** Tools that send a sub-agent; which one is known only once they have answered. */
const SENDS: ReadonlySet<string> = new Set(['Agent', 'Task']);

/** The rows as they stand below one another: by time, and each sub-agent's own together under the row that it belongs to. */
export function orderRows(entries: readonly Entry[]): Row[] {
  const rows: Row[] = [];
  const place = (entry: Entry, depth: number): void => {
    rows.push(rowOf(entry, depth));
    for (const one of entry.below ?? []) place(one, depth + 1);
  };
  for (const one of hang(entries)) place(one, 0);
  return rows;
}

/** Hangs each entry under its head; those that have none are left. */
function hang(entries: readonly Entry[]): Entry[] {
  for (const entry of entries) entry.below = undefined;
  return entries.filter((entry) => {
    if (isToldElsewhere(entry)) return false;
    const head = headOf(entry);
    if (head === undefined || head === entry) return true;
    head.below ??= [];
    head.below.push(entry);
    return false;
  });
}

/** The same as before where nothing has changed. */
function rowOf(entry: Entry, depth: number): Row {
  const { moment, bar, row, below } = entry;
  const isHead = SENDS.has(moment.name) || below !== undefined;
  if (row?.depth === depth && row.isHead === isHead) return row;
  const { fromMs, toMs, isOpen = false, wait, isGuess } = bar;
  entry.row = { key: moment.key, moment, depth, isHead, fromMs, toMs, isOpen, wait, isGuess };
  return entry.row;
}
