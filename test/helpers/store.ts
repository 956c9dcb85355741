import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { TempHome } from './temp-home.ts';

export interface StoredRow {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly at_ms: number;
  readonly session_id: string | null;
}

/** What the store holds, read past the daemon by SQLite itself: an independent judge. */
export function storedEvents(home: TempHome): StoredRow[] {
  if (!fs.existsSync(home.paths.store)) return [];
  const database = new DatabaseSync(home.paths.store, { readOnly: true });
  try {
    return database
      .prepare('SELECT seq, id, type, at_ms, session_id FROM events ORDER BY seq')
      .all() as unknown as StoredRow[];
  } finally {
    database.close();
  }
}

export function countStored(home: TempHome): number {
  if (!fs.existsSync(home.paths.store)) return 0;
  const database = new DatabaseSync(home.paths.store, { readOnly: true });
  try {
    return (database.prepare('SELECT count(*) AS events FROM events').get() as { events: number }).events;
  } catch {
    return 0; // the table is being made
  } finally {
    database.close();
  }
}
