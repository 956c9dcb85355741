import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { ParsedEvent } from '../sessions/advance.ts';
import type { StoredEvent } from './entry.ts';
import { type BrowsedPage, type BrowseOptions, createBrowser } from './event-browser.ts';
import { createReader, type LedgerReader } from './ledger-reader.ts';
import { createSessionBook } from './session-book.ts';
import { createSessionReader } from './session-reader.ts';
import { createSessionShelf, type SessionShelf, unlessInTrouble } from './session-shelf.ts';
import { createTransact } from './transaction.ts';

/** A line to be written; without a seq it gets the next one. */
export interface NewRow extends Omit<StoredEvent, 'seq'> {
  readonly seq?: number;
  readonly toolUseId: string | null;
  readonly origin: string;
  readonly parsed?: ParsedEvent | undefined;
}

export interface WrittenRow {
  readonly seq: number;
  readonly isTwin: boolean;
}

export type Tally = Readonly<Record<string, number>>;

/** One database of events, be it a file or memory: every method either does its work or throws what SQLite threw. */
export interface Ledger extends LedgerReader {
  readonly storeId: string;
  readonly sessions: SessionShelf;
  /** One transaction. A row whose id is already there is left out, and told with the seq of its twin; both are counted. */
  write(rows: readonly NewRow[], changes: Tally): WrittenRow[];
  seqOf(id: string): number | undefined;
  /** Every row, oldest first, without its seq: for another ledger to number anew. */
  rows(): NewRow[];
  /** A page of the events that match, in either direction. */
  browse(options: BrowseOptions): BrowsedPage;
  tally(): Tally;
  /** Forgets the events up to this seq; the tally on disk learns it with the next write. */
  forget(upToSeq: number): void;
  checkpoint(): void;
  close(): void;
}

/** What a new ledger takes over from the one whose place it takes; one that has begun keeps its own. */
export interface LedgerOptions {
  readonly storeId?: string;
  /** The first event's seq is one more. */
  readonly startAfterSeq?: number;
  readonly tally?: Tally;
}

/** So many sessions are remembered as known, to spare the others a look into the table. */
const KNOWN_SESSIONS = 1000;

export function createLedger(database: DatabaseSync, options: LedgerOptions = {}): Ledger {
  const transact = createTransact(database);
  const insertEvent = database.prepare(`
    INSERT INTO events (seq, id, type, at_ms, session_id, tool_use_id, host, body, cut, origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertSession = database.prepare('INSERT OR IGNORE INTO sessions (id) VALUES (?)');
  const findSeq = database.prepare('SELECT seq FROM events WHERE id = ?');
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const getMeta = database.prepare('SELECT value FROM meta WHERE key = ?');
  const deleteUpTo = database.prepare('DELETE FROM events WHERE seq <= ?');

  const readMeta = (key: string): string | undefined => {
    const value = getMeta.get(key)?.value;
    return typeof value === 'string' ? value : undefined;
  };

  const storeId = readMeta('store_id') ?? begun();
  let tally: Tally = JSON.parse(readMeta('tally') ?? '{}'); // written by us
  const knownSessions = new Set<string>();
  const reader = createReader(database);
  const book = createSessionBook(database, transact);

  return {
    ...reader,
    storeId,
    sessions: createSessionShelf(createSessionReader(database), {
      book: { ...book, mend: () => booked(book.mend) },
      flush,
    }),

    write(rows, changes) {
      const next: Record<string, number> = { ...tally };
      for (const [name, by] of Object.entries(changes)) add(next, name, by);
      if (knownSessions.size > KNOWN_SESSIONS) knownSessions.clear();
      return booked(() => {
        const written = transact(() => {
          const rowsWritten = rows.map((row) => writeRow(row, next));
          if (book.isDue()) book.write();
          setMeta.run('tally', JSON.stringify(next));
          return rowsWritten;
        });
        tally = next;
        return written;
      });
    },

    browse: createBrowser(database, reader.lastSeq),
    seqOf: (id) => toSeq(findSeq.get(id)?.seq),
    rows: () => database.prepare('SELECT * FROM events ORDER BY seq').all().map(toNewRow),
    tally: () => tally,
    forget(upToSeq) {
      const { changes } = deleteUpTo.run(upToSeq);
      tally = { ...tally, events: (tally.events ?? 0) - Number(changes) };
    },
    checkpoint() {
      flush();
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    close() {
      if (!database.isOpen) return;
      unlessInTrouble(flush);
      database.close();
    },
  };

  /** The rows of the sessions know all events then. */
  function flush(): void {
    if (book.isAhead()) booked(() => transact(book.write));
  }

  /** Work that the book takes part in: where it was undone, nothing in memory goes on as if it had been done. */
  function booked<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      book.forget();
      knownSessions.clear();
      throw error;
    }
  }

  function begun(): string {
    const made = options.storeId ?? randomUUID();
    setMeta.run('store_id', made);
    setMeta.run('tally', JSON.stringify({ ...options.tally, events: 0, sessions: 0 }));
    if (options.startAfterSeq !== undefined) {
      database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)").run(options.startAfterSeq);
    }
    return made;
  }

  /** Looked for first: an insert that only then meets its twin would use up a seq, and the order would have holes. */
  function writeRow(row: NewRow, next: Record<string, number>): WrittenRow {
    const twinSeq = toSeq(findSeq.get(row.id)?.seq);
    add(next, twinSeq === undefined ? 'accepted' : 'duplicates', 1);
    if (twinSeq !== undefined) return { seq: twinSeq, isTwin: true };
    const { id, type, atMs, sessionId, toolUseId, host, body, cut, origin } = row;
    const values = [row.seq ?? null, id, type, atMs, sessionId, toolUseId, host, body, cut ? 1 : 0, origin];
    const { lastInsertRowid } = insertEvent.run(...values);
    add(next, 'events', 1);
    if (isNewSession(sessionId)) add(next, 'sessions', 1);
    book.note({ ...row, seq: Number(lastInsertRowid) });
    return { seq: Number(lastInsertRowid), isTwin: false };
  }

  function isNewSession(sessionId: string | null): boolean {
    if (sessionId === null || knownSessions.has(sessionId)) return false;
    knownSessions.add(sessionId);
    return insertSession.run(sessionId).changes === 1;
  }
}

function toNewRow(row: Record<string, unknown>): NewRow {
  return {
    id: String(row.id),
    type: String(row.type),
    atMs: Number(row.at_ms),
    sessionId: toText(row.session_id),
    toolUseId: toText(row.tool_use_id),
    host: String(row.host),
    body: String(row.body),
    cut: row.cut === 1,
    origin: String(row.origin),
  };
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function add(tally: Record<string, number>, name: string, by: number): void {
  tally[name] = (tally[name] ?? 0) + by;
}

function toSeq(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
