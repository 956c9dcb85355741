import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { createMatcher, type EventFilter } from '../../shared/event-filter.ts';

/** What stands behind WHERE, with the values of its question marks. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** `byIndex`: SQLite may take the index of types; else it walks the newest events. */
type ToCondition = (filter: EventFilter, options?: { readonly byIndex?: boolean }) => Condition;

/** The patterns' one meaning is that of the matcher; SQLite is asked for the types by name. */
export function createConditions(database: DatabaseSync): ToCondition {
  const allTypes = database.prepare(`
    WITH RECURSIVE t (type) AS (
      SELECT min(type) FROM events
      UNION ALL
      SELECT (SELECT min(type) FROM events WHERE type > t.type) FROM t WHERE t.type IS NOT NULL
    ) SELECT type FROM t WHERE type IS NOT NULL`);

  return ({ sessionId, types }, { byIndex = false } = {}) => {
    const values: SQLInputValue[] = [];
    let sql = '1';
    if (sessionId !== undefined) {
      sql += ' AND session_id = ?';
      values.push(sessionId);
    }
    if (types !== undefined) {
      const matches = createMatcher({ types });
      const names = allTypes.all().map((row) => String(row.type));
      // the + keeps SQLite from taking the index of types where walking the newest events is quicker
      sql += ` AND ${byIndex ? '' : '+'}type IN (SELECT value FROM json_each(?))`;
      values.push(JSON.stringify(names.filter((type) => matches({ type }))));
    }
    return { sql, values };
  };
}
