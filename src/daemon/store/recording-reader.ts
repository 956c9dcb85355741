import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from './entry.ts';
import { COLUMNS, rowToEntry } from './ledger-reader.ts';

/** When an event happened; those of one time are in the order of their ids. */
export interface Moment {
  readonly seq: number;
  readonly id: string;
  readonly atMs: number;
}

export interface RecordingReader {
  /** When the events of one session happened, in order of arrival, behind a seq. */
  moments(sessionId: string, afterSeq: number, limit: number): Moment[];
  /** Undefined for one that is gone. */
  entry(seq: number): Entry | undefined;
}

export function createRecordingReader(database: DatabaseSync): RecordingReader {
  const readMoments = database.prepare(
    'SELECT seq, id, at_ms AS atMs FROM events WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const readEvent = database.prepare(`SELECT ${COLUMNS} FROM events WHERE seq = ?`);

  return {
    moments: (sessionId, afterSeq, limit) => readMoments.all(sessionId, afterSeq, limit) as unknown as Moment[],
    entry(seq) {
      const row = readEvent.get(seq);
      return row && rowToEntry(row);
    },
  };
}
