import * as fs from 'node:fs';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { errorCode } from '../../shared/errors.ts';
import type { Condition } from './condition.ts';
import type { ForgetWish } from './forget-wish.ts';
import { eventsOfProject } from './of-project.ts';

/** A damaged store that was set aside and holds, or may hold, what is to be forgotten. */
export interface SetAsideStore {
  readonly file: string;
  readonly bytes: number;
  /** Null where it cannot be read to its end, so that nobody knows. */
  readonly events: number | null;
}

const BESIDE = ['', '-wal', '-shm'];

/**
 * Those beside the store that are read through and hold nothing of it are left out. From a damaged file nothing can be
 * taken out one by one for certain: of what it lost track of, the bytes are still in it.
 */
export function findSetAside(store: string, wish: ForgetWish): SetAsideStore[] {
  const folder = path.dirname(store);
  const begin = `${path.basename(store, '.db')}.damaged-`;
  const names = fs.readdirSync(folder).filter((name) => name.startsWith(begin) && name.endsWith('.db'));
  return names
    .map((name) => {
      const file = path.join(folder, name);
      return { file, bytes: fs.statSync(file).size, events: countIn(file, wish) };
    })
    .filter(({ events }) => events !== 0);
}

export function removeSetAside({ file }: SetAsideStore): void {
  for (const suffix of BESIDE) fs.rmSync(file + suffix, { force: true });
}

function countIn(file: string, wish: ForgetWish): number | null {
  const { sql, values } = conditionOf(wish);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare(`SELECT count(*) AS events FROM events WHERE ${sql}`).get(...values);
    return Number(row?.events);
  } catch (error) {
    if (errorCode(error) !== 'ERR_SQLITE_ERROR') throw error;
    return null;
  } finally {
    database?.close();
  }
}

function conditionOf(wish: ForgetWish): Condition {
  if (wish.kind === 'session') return { sql: 'session_id = ?', values: [wish.session] };
  if (wish.kind === 'before') return { sql: 'at_ms < ?', values: [wish.beforeMs] };
  return eventsOfProject(wish.project);
}
