import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { parseFields } from '../../shared/wire.ts';
import type { StoredEvent } from './entry.ts';
import { type BrowsedPage, type BrowseOptions, createBrowser } from './event-browser.ts';
import { createReader, type LedgerReader } from './ledger-reader.ts';
import { createRestorer, type Restorer } from './ledger-restorer.ts';
import { createRecordingReader, type RecordingReader } from './recording-reader.ts';
import type { Salvage } from './salvager.ts';
import { createSessionBook, type SessionBook } from './session-book.ts';
import { createSessionReader, type SessionReader } from './session-reader.ts';
import { damaged } from './trouble.ts';

/** A line to be written; without a seq it gets the next one. */
export interface NewRow extends Omit<StoredEvent, 'seq'> {
  readonly seq?: number;
  readonly toolUseId: string | null;
  readonly origin: string;
}

export interface WrittenRow {
  readonly seq: number;
  readonly isTwin: boolean;
}

export type Tally = Readonly<Record<string, number>>;

/** One database of events, be it a file or memory: every method either does its work or throws what SQLite threw. */
export interface Ledger extends LedgerReader, Restorer {
  readonly storeId: string;
  readonly sessions: SessionReader & Pick<SessionBook, 'mend'>;
  readonly recordings: RecordingReader;
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
  /** The first event's seq is one more. */
  readonly startAfterSeq?: number;
  readonly tally?: Tally;
  /** What is to be copied from it. */
  readonly salvage?: Salvage;
}

/** So many sessions are remembered as known, to spare the others a look into the table. */
const KNOWN_SESSIONS = 1000;

export function createLedger(database: DatabaseSync, options: LedgerOptions = {}): Ledger {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
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
  let tally = readTally();
  let knownSessions = new Set<string>();
  const reader = createReader(database);
  const book = createSessionBook(database);
  const setTally = (next: Tally): void => {
    tally = next;
  };

  return {
    ...reader,
    ...createRestorer(database, { book, tally: () => tally, setTally }),
    storeId,
    sessions: { ...createSessionReader(database), mend: book.mend },
    recordings: createRecordingReader(database),

    write(rows, changes) {
      const next: Record<string, number> = { ...tally };
      for (const [name, by] of Object.entries(changes)) add(next, name, by);
      const sessions = new Set(knownSessions);
      begin.run();
      try {
        const written = rows.map((row) => writeRow(row, next, sessions));
        book.write();
        setMeta.run('tally', JSON.stringify(next));
        commit.run();
        tally = next;
        knownSessions = sessions.size > KNOWN_SESSIONS ? new Set() : sessions;
        return written;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        book.forget();
        throw error;
      }
    },

    browse: createBrowser(database, reader.lastSeq),
    seqOf: (id) => toSeq(findSeq.get(id)?.seq),
    rows: () => database.prepare('SELECT * FROM events ORDER BY seq').all().map(toNewRow),
    tally: () => tally,
    forget(upToSeq) {
      const { changes } = deleteUpTo.run(upToSeq);
      tally = { ...tally, events: (tally.events ?? 0) - Number(changes) };
    },
    checkpoint: () => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'),
    close() {
      if (database.isOpen) database.close();
    },
  };

  function readTally(): Tally {
    const written = parseFields(readMeta('tally') ?? '{}');
    if (written === undefined) throw damaged('its counts');
    return written as Tally; // written by us
  }

  function begun(): string {
    const made = randomUUID();
    setMeta.run('store_id', made);
    setMeta.run('tally', JSON.stringify({ ...options.tally, events: 0, sessions: 0 }));
    if (options.salvage !== undefined) setMeta.run('salvage', JSON.stringify(options.salvage));
    if (options.startAfterSeq !== undefined) {
      database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)").run(options.startAfterSeq);
    }
    return made;
  }

  /** Looked for first: an insert that only then meets its twin would use up a seq, and the order would have holes. */
  function writeRow(row: NewRow, next: Record<string, number>, sessions: Set<string>): WrittenRow {
    const twinSeq = toSeq(findSeq.get(row.id)?.seq);
    add(next, twinSeq === undefined ? 'accepted' : 'duplicates', 1);
    if (twinSeq !== undefined) return { seq: twinSeq, isTwin: true };
    const { id, type, atMs, sessionId, toolUseId, host, body, cut, origin } = row;
    const values = [row.seq ?? null, id, type, atMs, sessionId, toolUseId, host, body, cut ? 1 : 0, origin];
    const { lastInsertRowid } = insertEvent.run(...values);
    add(next, 'events', 1);
    if (isNewSession(sessionId, sessions)) add(next, 'sessions', 1);
    book.note({ ...row, seq: Number(lastInsertRowid) });
    return { seq: Number(lastInsertRowid), isTwin: false };
  }

  function isNewSession(sessionId: string | null, known: Set<string>): boolean {
    if (sessionId === null || known.has(sessionId)) return false;
    known.add(sessionId);
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
