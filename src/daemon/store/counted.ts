import type { DatabaseSync } from 'node:sqlite';
import { parseFields } from '../../shared/wire.ts';
import type { Transact } from './transaction.ts';
import { damaged } from './trouble.ts';

/** What was ever counted, by name. */
export type Tally = Readonly<Record<string, number>>;

export type Count = (name: string, by: number) => void;

/** The counts of a ledger: on disk and in memory they change together with what they count, or not at all. */
export interface Counted {
  tally(): Tally;
  /** A transaction: what the work counts is written with what it does. */
  change<Result>(work: (count: Count) => Result): Result;
}

const KEY = 'tally';

export function createCounted(database: DatabaseSync, transact: Transact): Counted {
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  let tally = readTally(database);

  return {
    tally: () => tally,
    change(work) {
      const next: Record<string, number> = { ...tally };
      let isCounted = false;
      const count: Count = (name, by) => {
        if (by === 0) return;
        next[name] = (next[name] ?? 0) + by;
        isCounted = true;
      };
      const result = transact(() => {
        const done = work(count);
        if (isCounted) setMeta.run(KEY, JSON.stringify(next));
        return done;
      });
      tally = next;
      return result;
    },
  };
}

function readTally(database: DatabaseSync): Tally {
  const value = database.prepare('SELECT value FROM meta WHERE key = ?').get(KEY)?.value;
  const written = parseFields(typeof value === 'string' ? value : '{}');
  if (written === undefined) throw damaged('its counts');
  return written as Tally; // written by us
}
