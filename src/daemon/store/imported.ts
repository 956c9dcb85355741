import type { DatabaseSync } from 'node:sqlite';

/** The `via` of events that were exported before, here or elsewhere. */
export const IMPORT = 'import';
/** As `origin` is printed; inside a string of it the quotes would be escaped. */
const PRINTED = `"via":"${IMPORT}"`;

/** Whether an event happened at another time, or on another machine, than its place in the order says. */
export function isImported({ origin }: { readonly origin: string }): boolean {
  return origin.includes(PRINTED);
}

interface Range {
  from: number;
  to: number;
}

/** Where in the order the imported events are, so that the live views can pass over them at once, however many they are. */
export interface ImportedRanges {
  /** The newest event is an imported one. */
  note(seq: number): void;
  /** So are those of this range, which lies before all that was noted, or between. */
  noteOlder(range: Readonly<Range>): void;
  /** Within the transaction of what was noted. */
  write(): void;
  /** The transaction was undone. */
  reload(): void;
  /** The seqs around this one that were all imported; undefined when it was not. */
  at(seq: number): Readonly<Range> | undefined;
  /** How many of these seqs were imported, whether they are still held or not. */
  count(from: number, to: number): number;
}

/** A range is a line of `meta`, as `imported 501` = `100500`. */
const KEY = 'imported ';
const BEHIND_KEY = 'imported!';

export function createImportedRanges(database: DatabaseSync): ImportedRanges {
  const readAll = database.prepare('SELECT key, value FROM meta WHERE key > ? AND key < ?');
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  let ranges = read();
  const remove = database.prepare('DELETE FROM meta WHERE key = ?');
  let changed = new Set<Range>();
  /** Where ranges began that begin earlier now. */
  let outdated = new Set<number>();

  function read(): Range[] {
    const found = readAll.all(KEY, BEHIND_KEY);
    return found
      .map(({ key, value }) => ({ from: Number(String(key).slice(KEY.length)), to: Number(value) }))
      .sort((one, other) => one.from - other.from);
  }

  return {
    note(seq) {
      let last = ranges.at(-1);
      if (last?.to !== seq - 1) {
        last = { from: seq, to: seq };
        ranges.push(last);
      }
      last.to = seq;
      changed.add(last);
    },
    noteOlder({ from, to }) {
      const at = ranges.findIndex((range) => range.from > to);
      const next = ranges[at];
      if (next?.from === to + 1) {
        outdated.add(next.from);
        next.from = from;
        changed.add(next);
        return;
      }
      const range = { from, to };
      ranges.splice(at === -1 ? ranges.length : at, 0, range);
      changed.add(range);
    },
    write() {
      for (const from of outdated) remove.run(`${KEY}${from}`);
      outdated = new Set();
      for (const { from, to } of changed) setMeta.run(`${KEY}${from}`, String(to));
      changed = new Set();
    },
    reload() {
      ranges = read();
      changed = new Set();
      outdated = new Set();
    },
    count: (first, last) =>
      ranges.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, last) - Math.max(from, first) + 1), 0),
    at(seq) {
      let low = 0;
      let high = ranges.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((ranges[middle]?.to ?? 0) < seq) low = middle + 1;
        else high = middle;
      }
      const range = ranges[low];
      return range !== undefined && range.from <= seq ? range : undefined;
    },
  };
}
