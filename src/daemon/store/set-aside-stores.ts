import * as fs from 'node:fs';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { errorCode } from '../../shared/errors.ts';
import type { Condition } from './condition.ts';
import { begunBy } from './eraser.ts';
import { FIRST_PAGE_SUFFIX } from './first-page.ts';
import type { ForgetWish } from './forget-wish.ts';
import { eventsOfProject } from './of-project.ts';

/** A damaged store that was set aside and holds, or may hold, what is to be forgotten. */
export interface SetAsideStore {
  readonly file: string;
  readonly bytes: number;
  /** Null where it cannot be read to its end, so that nobody knows. */
  readonly events: number | null;
}

const BESIDE = ['', '-wal', '-shm', FIRST_PAGE_SUFFIX];

/**
 * Those beside the store that are read through and hold nothing of it are left out. From a damaged file nothing can be
 * taken out one by one for certain: of what it lost track of, the bytes are still in it. So they are in the `suspect`,
 * which was set aside while this was taken out of it.
 */
export function findSetAside(store: string, wish: ForgetWish, suspect?: string): SetAsideStore[] {
  const folder = path.dirname(store);
  const begin = `${path.basename(store, '.db')}.damaged-`;
  const names = fs.readdirSync(folder).filter((name) => name.startsWith(begin) && name.endsWith('.db'));
  return names.flatMap((name) => {
    const file = path.join(folder, name);
    const { events, isClean } = lookInto(file, wish);
    return isClean && file !== suspect ? [] : [{ file, bytes: fs.statSync(file).size, events }];
  });
}

export function removeSetAside({ file }: SetAsideStore): void {
  for (const suffix of BESIDE) fs.rmSync(file + suffix, { force: true });
}

/** Events may be gone from it that its sessions still tell of. */
function lookInto(file: string, wish: ForgetWish): { readonly events: number | null; readonly isClean: boolean } {
  const [ofEvents, ofSessions] = [conditionOf(wish), begunBy(wish)];
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const count = (table: string, { sql, values }: Condition): number =>
      Number(database?.prepare(`SELECT count(*) AS found FROM ${table} WHERE ${sql}`).get(...values)?.found);
    const events = count('events', ofEvents);
    return { events, isClean: events === 0 && count('sessions', ofSessions) === 0 };
  } catch (error) {
    if (errorCode(error) !== 'ERR_SQLITE_ERROR') throw error;
    return { events: null, isClean: false };
  } finally {
    database?.close();
  }
}

function conditionOf(wish: ForgetWish): Condition {
  if (wish.kind === 'session') return { sql: 'session_id = ?', values: [wish.session] };
  if (wish.kind === 'before') return { sql: 'at_ms < ?', values: [wish.beforeMs] };
  return eventsOfProject(wish.project);
}
