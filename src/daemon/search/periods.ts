import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Document } from './document.ts';

/** A stretch of the order of events whose words are in one table, and go together. */
export interface Period {
  readonly id: number;
  /** `kept`: what is left of periods whose other events are gone. */
  readonly kind: 'arrival' | 'kept';
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** From here on its events have still to be taken in. */
  readonly todoSeq: number | null;
  /** In days since the epoch, the latest that an event of it happened on. */
  readonly day: number;
  readonly events: number;
  readonly chars: number;
}

/** Never begins a transaction. */
export interface Periods {
  /** The latest last. */
  list(): Period[];
  /** A new one, empty. */
  create(period: Pick<Period, 'kind' | 'firstSeq' | 'lastSeq' | 'todoSeq' | 'day'>): Period;
  add(period: Period, event: { readonly seq: number; readonly atMs: number }, document: Document): void;
  /** Writes what has become of it. */
  update(period: Period): void;
  drop(period: Period): void;
}

/** When events happened is told for so many seqs together. */
export const BLOCK_SEQS = 1000;
/** Marks, punctuation and case make no difference, nor do accents. */
export const TOKENIZER = 'unicode61 remove_diacritics 2';

export function tableOf({ id }: Pick<Period, 'id'>): string {
  return `period_${id}`;
}

export function createPeriods(database: DatabaseSync): Periods {
  const COLUMNS = 'id, kind, first_seq AS firstSeq, last_seq AS lastSeq, todo_seq AS todoSeq, day, events, chars';
  const list = database.prepare(`SELECT ${COLUMNS} FROM periods ORDER BY last_seq, id`);
  const insertPeriod = database.prepare(
    `INSERT INTO periods (kind, first_seq, last_seq, todo_seq, day) VALUES (?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
  );
  const updatePeriod = database.prepare(
    'UPDATE periods SET last_seq = ?, todo_seq = ?, day = ?, events = ?, chars = ? WHERE id = ?',
  );
  const setStretch = database.prepare(`
    INSERT INTO stretches (period, block, min_at_ms, max_at_ms) VALUES (?, ?, ?, ?3)
    ON CONFLICT DO UPDATE SET min_at_ms = min(min_at_ms, ?3), max_at_ms = max(max_at_ms, ?3)`);
  const addName = database.prepare('INSERT OR IGNORE INTO names (period, facet, name) VALUES (?, ?, ?)');
  let inserts: { readonly id: number; readonly statement: StatementSync } | undefined;

  const insertInto = (period: Period): StatementSync => {
    if (inserts?.id !== period.id) {
      const sql = `INSERT INTO ${tableOf(period)} (rowid, text, facets) VALUES (?, ?, ?)`;
      inserts = { id: period.id, statement: database.prepare(sql) };
    }
    return inserts.statement;
  };

  return {
    list: () => list.all() as unknown as Period[],
    create({ kind, firstSeq, lastSeq, todoSeq, day }) {
      const period = insertPeriod.get(kind, firstSeq, lastSeq, todoSeq, day) as unknown as Period;
      // contentless: the texts themselves stay where they are, in the events
      database.exec(`CREATE VIRTUAL TABLE ${tableOf(period)}
        USING fts5 (text, facets, content = '', columnsize = 0, tokenize = '${TOKENIZER}')`);
      return period;
    },
    add(period, { seq, atMs }, { text, facets, names }) {
      insertInto(period).run(seq, text, facets);
      setStretch.run(period.id, Math.floor(seq / BLOCK_SEQS), atMs);
      for (const [facet, name] of names) addName.run(period.id, facet, name);
    },
    update({ lastSeq, todoSeq, day, events, chars, id }) {
      updatePeriod.run(lastSeq, todoSeq, day, events, chars, id);
    },
    drop(period) {
      inserts = undefined;
      database.exec(`
        DROP TABLE ${tableOf(period)};
        DELETE FROM periods WHERE id = ${period.id};
        DELETE FROM stretches WHERE period = ${period.id};
        DELETE FROM names WHERE period = ${period.id};
      `);
    },
  };
}
