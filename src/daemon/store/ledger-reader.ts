import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventFilter } from '../../shared/event-filter.ts';
import { createConditions } from './condition.ts';
import { type Entry, toEntry } from './entry.ts';
import type { ImportedRanges } from './imported.ts';
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

type Row = Record<string, unknown>;
type Range = NonNullable<ReturnType<ImportedRanges['at']>>;

/** For the live views and who goes on with them: what was imported is passed over. */
export interface LedgerReader {
  /** The newest so many, oldest first. */
  last(limit: number, filter?: EventFilter): Entry[];
  /** The seq that the newest so many begin with, without reading them; undefined when there is none. */
  seqOfLast(limit: number, filter?: EventFilter): number | undefined;
  /** What came after a seq, oldest first. Looks at so many events at most that nobody else has to wait. */
  after(seq: number, options: PageOptions): Page;
  /** Before this seq lies nothing of what happened since a moment; as a rule it is the first of that. Undefined when there is nothing. */
  seqSince(atMs: number, filter?: EventFilter): number | undefined;
  /** How many of these seqs were given to events that live views are for, whether they are still held or not. */
  countLive(from: number, to: number): number;
  /** 0 when there never was one. */
  lastSeq(): number;
  /** Of a session, or of all; undefined when there is none. */
  oldestSeq(sessionId?: string): number | undefined;
}

/** A page looks at so many events at most: a rare type is not worth holding everybody up for. */
const WINDOW_EVENTS = 5000;
export const COLUMNS = 'seq, id, type, at_ms, session_id, host, body, cut';

export function createReader(database: DatabaseSync, imported: Pick<ImportedRanges, 'at' | 'count'>): LedgerReader {
  const toCondition = createConditions(database);
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const sequence = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
  const oldest = database.prepare('SELECT min(seq) AS seq FROM events');
  const oldestTime = database.prepare('SELECT seq, at_ms AS atMs FROM events ORDER BY seq LIMIT 1');
  // the + keeps SQLite from walking all that happened before, in search of the lowest seq
  const earliest = database.prepare('SELECT min(+seq) AS seq FROM events WHERE at_ms >= ?');
  const oldestOf = database.prepare('SELECT min(seq) AS seq FROM events WHERE session_id = ?');
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
    const all = prepare(`SELECT seq FROM events WHERE ${sql} ORDER BY seq DESC LIMIT ?`);
    const below = () => prepare(`SELECT seq FROM events WHERE ${sql} AND seq < ? ORDER BY seq DESC LIMIT ?`);
    const from = (seq: number | undefined) =>
      seq === undefined ? all.iterate(...values, limit) : below().iterate(...values, seq, limit);
    const seqs: number[] = [];
    for (const row of notImported(from, (range) => range.from, undefined)) {
      if (seqs.length === limit) break;
      seqs.push(Number(row.seq));
    }
    return seqs;
  }

  /** Goes on behind, or before, those that were imported, instead of looking at each of them. */
  function* notImported<Place>(
    rowsFrom: (place: Place) => Iterable<Row>,
    placeBeyond: (range: Range) => Place,
    start: Place,
  ): Generator<Row> {
    const places = [start];
    for (const place of places) {
      for (const row of rowsFrom(place)) {
        const range = imported.at(Number(row.seq));
        if (range !== undefined) {
          places.push(placeBeyond(range));
          break;
        }
        yield row;
      }
    }
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
      const behind = prepare(
        `SELECT ${COLUMNS} FROM events WHERE seq > ? AND seq <= ? AND ${condition.sql} ORDER BY seq LIMIT ?`,
      );
      const from = (place: number) => behind.iterate(place, end, ...condition.values, limit);
      const rows = notImported(from, ({ to }) => to, seq);
      const entries: Entry[] = [];
      let chars = 0;
      for (const row of rows) {
        const entry = rowToEntry(row);
        entries.push(entry);
        chars += entry.json.length;
        if (chars >= maxChars || entries.length === limit) return { entries, reachedSeq: entry.seq };
      }
      return { entries, reachedSeq: Math.max(end, seq) };
    },

    seqSince(atMs, filter = {}) {
      const old = oldestTime.get();
      const first = Number(old?.atMs) >= atMs ? old?.seq : earliest.get(atMs)?.seq;
      if (typeof first !== 'number') return undefined;
      const last = lastSeq();
      const end = filter.sessionId === undefined ? Math.min(first + WINDOW_EVENTS, last) : last;
      const condition = toCondition(filter);
      const behind = prepare(
        `SELECT seq FROM events WHERE seq > ? AND seq <= ? AND +at_ms >= ? AND ${condition.sql} ORDER BY seq`,
      );
      const from = (place: number) => behind.iterate(place, end, atMs, ...condition.values);
      for (const { seq } of notImported(from, ({ to }) => to, first - 1)) return Number(seq);
      return end < last ? end + 1 : undefined;
    },

    countLive: (from, to) => to - from + 1 - imported.count(from, to),
    lastSeq,
    oldestSeq(sessionId) {
      const seq = (sessionId === undefined ? oldest.get() : oldestOf.get(sessionId))?.seq;
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
