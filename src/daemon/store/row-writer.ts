import type { DatabaseSync } from 'node:sqlite';
import type { Count } from './counted.ts';
import { type ImportedRanges, isImported } from './imported.ts';
import type { NewRow, WrittenRow } from './new-row.ts';
import type { SessionBook } from './session-book.ts';

/** Puts events into the tables, each once. Never begins a transaction. */
export interface RowWriter {
  write(row: NewRow, count: Count): WrittenRow;
  seqOf(id: string): number | undefined;
  /** These have no row any more. */
  drop(sessionIds: readonly string[]): void;
  /** The transaction was undone. */
  forget(): void;
}

interface RowWriterParts {
  readonly book: Pick<SessionBook, 'note'>;
  readonly imported: Pick<ImportedRanges, 'note'>;
}

/** So many sessions are remembered as known, to spare the others a look into the table. */
const KNOWN_SESSIONS = 1000;

export function createRowWriter(database: DatabaseSync, { book, imported }: RowWriterParts): RowWriter {
  const insertEvent = database.prepare(`
    INSERT INTO events (seq, id, type, at_ms, session_id, tool_use_id, host, body, cut, origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertSession = database.prepare('INSERT OR IGNORE INTO sessions (id) VALUES (?)');
  const findSeq = database.prepare('SELECT seq FROM events WHERE id = ?');
  const knownSessions = new Set<string>();

  const seqOf = (id: string): number | undefined => {
    const seq = findSeq.get(id)?.seq;
    return typeof seq === 'number' ? seq : undefined;
  };

  return {
    /** Looked for first: an insert that only then meets its twin would use up a seq, and the order would have holes. */
    write(row, count) {
      const twinSeq = seqOf(row.id);
      count(twinSeq === undefined ? 'accepted' : 'duplicates', 1);
      if (twinSeq !== undefined) return { seq: twinSeq, isTwin: true };
      const { id, type, atMs, sessionId, toolUseId, host, body, cut, origin } = row;
      const values = [row.seq ?? null, id, type, atMs, sessionId, toolUseId, host, body, cut ? 1 : 0, origin];
      const seq = Number(insertEvent.run(...values).lastInsertRowid);
      count('events', 1);
      if (isNewSession(sessionId)) count('sessions', 1);
      if (isImported(row)) imported.note(seq);
      book.note({ ...row, seq });
      return { seq, isTwin: false };
    },
    seqOf,
    drop(sessionIds) {
      for (const id of sessionIds) knownSessions.delete(id);
    },
    forget: () => knownSessions.clear(),
  };

  function isNewSession(sessionId: string | null): boolean {
    if (sessionId === null || knownSessions.has(sessionId)) return false;
    if (knownSessions.size >= KNOWN_SESSIONS) knownSessions.clear();
    knownSessions.add(sessionId);
    return insertSession.run(sessionId).changes === 1;
  }
}
