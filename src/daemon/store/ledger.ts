import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { parseFields } from '../../shared/wire.ts';
import type { StoredEvent } from './entry.ts';
import { createEraser, type Eraser } from './eraser.ts';
import { type BrowsedPage, type BrowseOptions, createBrowser } from './event-browser.ts';
import { createImportedRanges, isImported } from './imported.ts';
import { createReader, type LedgerReader } from './ledger-reader.ts';
import { createRestorer, type Restorer } from './ledger-restorer.ts';
import { createPruner, type Pruned, type PruneStep } from './pruner.ts';
import { createRecordingReader, type RecordingReader } from './recording-reader.ts';
import type { Salvage } from './salvager.ts';
import { createSessionBook, type SessionBook } from './session-book.ts';
import { createSessionLabels, type SessionLabels } from './session-labels.ts';
import { createSessionReader, type SessionReader } from './session-reader.ts';
import { createSpace, type Space } from './space.ts';
import { toNewRow } from './to-new-row.ts';
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
  readonly sessions: SessionReader & SessionLabels & Pick<SessionBook, 'mend'>;
  readonly space: Space;
  readonly eraser: Eraser;
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
  /** One transaction: takes out what has to go of some rows, and what the sessions knew of it. */
  prune(step: PruneStep): Pruned;
  /** Remembers that all that is here had arrived by now. */
  noteArrivals(nowMs: number): void;
  /** When the oldest event happened. */
  oldestAtMs(): number | undefined;
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
  const findOldestTime = database.prepare('SELECT min(at_ms) AS atMs FROM events');
  const deleteUpTo = database.prepare('DELETE FROM events WHERE seq <= ?');

  const readMeta = (key: string): string | undefined => {
    const value = getMeta.get(key)?.value;
    return typeof value === 'string' ? value : undefined;
  };

  const storeId = readMeta('store_id') ?? begun();
  let tally = readTally();
  let knownSessions = new Set<string>();
  const imported = createImportedRanges(database);
  const reader = createReader(database, imported);
  const book = createSessionBook(database);
  const pruner = createPruner(database);
  let goneUpToSeq = Number(readMeta('pruned_up_to_seq') ?? 0);
  const setTally = (next: Tally): void => {
    tally = next;
  };

  return {
    ...reader,
    ...createRestorer(database, { book, tally: () => tally, setTally }),
    storeId,
    sessions: { ...createSessionReader(database), ...createSessionLabels(database), mend: book.mend },
    space: createSpace(database),
    eraser: createEraser(database, { takeOff, onChanged: dropSessions }),
    recordings: createRecordingReader(database),

    write(rows, changes) {
      const next: Record<string, number> = { ...tally };
      for (const [name, by] of Object.entries(changes)) add(next, name, by);
      const sessions = new Set(knownSessions);
      begin.run();
      try {
        const written = rows.map((row) => writeRow(row, next, sessions));
        book.write();
        imported.write();
        setMeta.run('tally', JSON.stringify(next));
        commit.run();
        tally = next;
        knownSessions = sessions.size > KNOWN_SESSIONS ? new Set() : sessions;
        return written;
      } catch (error) {
        undo();
        book.forget();
        imported.reload();
        throw error;
      }
    },

    oldestSeq(sessionId) {
      const firstSeq = reader.oldestSeq();
      if (firstSeq === undefined) return undefined;
      const oldestSeq = Math.max(firstSeq, goneUpToSeq + 1);
      return sessionId === undefined ? oldestSeq : Math.min(oldestSeq, reader.oldestSeq(sessionId) ?? oldestSeq);
    },

    prune(step) {
      begin.run();
      try {
        const { cut, gone, ...pruned } = pruner.prune(step, goneUpToSeq);
        if (pruned.goneUpToSeq !== goneUpToSeq) setMeta.run('pruned_up_to_seq', String(pruned.goneUpToSeq));
        const next = without(pruned.seqs.length, gone.length);
        if (pruned.seqs.length > 0) setMeta.run('tally', JSON.stringify(next));
        commit.run();
        tally = next;
        goneUpToSeq = pruned.goneUpToSeq;
        for (const id of gone) knownSessions.delete(id);
        book.prune({ cut, gone });
        return pruned;
      } catch (error) {
        undo();
        throw error;
      }
    },

    oldestAtMs: () => toSeq(findOldestTime.get()?.atMs),
    noteArrivals: (nowMs) => pruner.noteArrivals(reader.lastSeq(), nowMs),

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

  function undo(): void {
    if (database.isTransaction) database.exec('ROLLBACK');
  }

  function without(events: number, sessions: number): Tally {
    const { events: eventsBefore = 0, sessions: sessionsBefore = 0, pruned = 0 } = tally;
    return { ...tally, events: eventsBefore - events, sessions: sessionsBefore - sessions, pruned: pruned + events };
  }

  function takeOff(work: () => Tally): void {
    const next: Record<string, number> = { ...tally };
    begin.run();
    try {
      for (const [name, by] of Object.entries(work())) add(next, name, -by);
      setMeta.run('tally', JSON.stringify(next));
      commit.run();
      tally = next;
    } catch (error) {
      undo();
      throw error;
    }
  }

  function dropSessions(ids: readonly string[]): void {
    for (const id of ids) knownSessions.delete(id);
    book.drop(ids);
  }

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
    if (isImported(row)) imported.note(Number(lastInsertRowid));
    book.note({ ...row, seq: Number(lastInsertRowid) });
    return { seq: Number(lastInsertRowid), isTwin: false };
  }

  function isNewSession(sessionId: string | null, known: Set<string>): boolean {
    if (sessionId === null || known.has(sessionId)) return false;
    known.add(sessionId);
    return insertSession.run(sessionId).changes === 1;
  }
}

function add(tally: Record<string, number>, name: string, by: number): void {
  tally[name] = (tally[name] ?? 0) + by;
}

function toSeq(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
