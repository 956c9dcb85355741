import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventFilter } from '../../shared/event-filter.ts';
import { createConditions } from './condition.ts';
import { type Entry, toEntry } from './entry.ts';
import { damaged } from './trouble.ts';

export interface PageOptions {
  readonly limit: number;
  /** A page ends after the event that reaches this many characters; it has at least one. */
  readonly maxChars?: number;
  readonly filter?: EventFilter;
}

/** Part of an answer that may be long: ask again after `reachedSeq` until that is the last there is. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly reachedSeq: number;
}

export interface LedgerReader {
  /** The newest so many, oldest first. */
  last(limit: number, filter?: EventFilter): Entry[];
  /** The seq that the newest so many begin with, without reading them; undefined when there is none. */
  seqOfLast(limit: number, filter?: EventFilter): number | undefined;
  /** What came after a seq, oldest first. Looks at so many events at most that nobody else has to wait. */
  after(seq: number, options: PageOptions): Page;
  /** What happened since a moment, in order of event time. */
  since(atMs: number, options: PageOptions): Entry[];
  /** 0 when there never was one. */
  lastSeq(): number;
  /** Undefined when there is none. */
  oldestSeq(): number | undefined;
}

/** A page looks at so many events at most: a rare type is not worth holding everybody up for. */
const WINDOW_EVENTS = 5000;
export const COLUMNS = 'seq, id, type, at_ms, session_id, host, body, cut';

export function createReader(database: DatabaseSync): LedgerReader {
  const toCondition = createConditions(database);
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const sequence = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
  const oldest = database.prepare('SELECT min(seq) AS seq FROM events');
  const lastSeq = () => Number(sequence.get()?.seq ?? 0);

  /** The newest seqs that fit, newest first. Common types are found among the newest events, rare ones by their index. */
  function newestSeqs(limit: number, filter: EventFilter): number[] {
    const condition = toCondition(filter);
    if (filter.types !== undefined && filter.sessionId === undefined) {
      const recent = seqsWhere(`seq > ? AND ${condition.sql}`, [lastSeq() - WINDOW_EVENTS, ...condition.values], limit);
      if (recent.length === limit) return recent;
      const byIndex = toCondition(filter, { byIndex: true });
      return seqsWhere(byIndex.sql, byIndex.values, limit);
    }
    return seqsWhere(condition.sql, condition.values, limit);
  }

  function seqsWhere(sql: string, values: readonly SQLInputValue[], limit: number): number[] {
    const rows = prepare(`SELECT seq FROM events WHERE ${sql} ORDER BY seq DESC LIMIT ?`).all(...values, limit);
    return rows.map((row) => Number(row.seq));
  }

  return {
    last(limit, filter = {}) {
      const read = prepare(`SELECT ${COLUMNS} FROM events WHERE seq = ?`);
      return newestSeqs(limit, filter)
        .reverse()
        .map((seq) => rowToEntry(read.get(seq)));
    },

    seqOfLast: (limit, filter = {}) => newestSeqs(limit, filter).at(-1),

    after(seq, { limit, maxChars = Number.POSITIVE_INFINITY, filter = {} }) {
      const end = filter.sessionId === undefined ? Math.min(seq + WINDOW_EVENTS, lastSeq()) : lastSeq();
      const condition = toCondition(filter);
      const rows = prepare(
        `SELECT ${COLUMNS} FROM events WHERE seq > ? AND seq <= ? AND ${condition.sql} ORDER BY seq LIMIT ?`,
      ).iterate(seq, end, ...condition.values, limit);
      const entries: Entry[] = [];
      let chars = 0;
      for (const row of rows) {
        const entry = rowToEntry(row);
        entries.push(entry);
        chars += entry.json.length;
        if (chars >= maxChars) return { entries, reachedSeq: entry.seq };
      }
      const isWhole = entries.length < limit;
      return { entries, reachedSeq: isWhole ? Math.max(end, seq) : (entries.at(-1)?.seq ?? seq) };
    },

    since(atMs, { limit, filter = {} }) {
      const condition = toCondition(filter);
      return prepare(`SELECT ${COLUMNS} FROM events WHERE at_ms >= ? AND ${condition.sql} ORDER BY at_ms, seq LIMIT ?`)
        .all(atMs, ...condition.values, limit)
        .map(rowToEntry);
    },

    lastSeq,
    oldestSeq() {
      const seq = oldest.get()?.seq;
      return typeof seq === 'number' ? seq : undefined;
    },
  };
}

export function rowToEntry(row: Record<string, unknown> | undefined): Entry {
  const body = String(row?.body);
  if (!looksWhole(body)) throw damaged('an event');
  return toEntry({
    seq: Number(row?.seq),
    id: String(row?.id),
    type: String(row?.type),
    atMs: Number(row?.at_ms),
    sessionId: typeof row?.session_id === 'string' ? row.session_id : null,
    host: String(row?.host),
    body,
    cut: row?.cut === 1,
  });
}

/** What can be seen at a glance: pages of zeros or noise in the middle of a text, which SQLite passes on as they are. */
function looksWhole(body: string): boolean {
  return body.startsWith('{') && body.endsWith('}') && !body.includes('\0');
}
