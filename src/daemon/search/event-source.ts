import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { errorMessage, MpmError } from '../../shared/errors.ts';
import type { StoredEvent } from '../store/entry.ts';
import { troubleOf } from '../store/trouble.ts';
import { type IndexedEvent, MAX_BODY_CHARS } from './document.ts';

/** An event to be taken into the index. */
export interface SourceEvent extends IndexedEvent {
  readonly seq: number;
  readonly atMs: number;
}

/** The events' own file, read beside the thread that writes it: in WAL mode neither waits for the other. */
export interface EventSource {
  readonly storeId: string;
  /** Of the newest there ever was. */
  lastSeq(): number;
  /** From one seq to another, oldest first, as many as the limits allow; at least one, if there is one. */
  range(from: number, to: number, limits: { readonly events: number; readonly chars: number }): SourceEvent[];
  count(from: number, to: number): number;
  /** Undefined when it is not kept any more. */
  event(seq: number): StoredEvent | undefined;
  /** The file lies where it lay when it was opened. */
  isStillThere(): boolean;
  close(): void;
}

const CACHE_KIB = 1024;

/** Throws `EVENTS_UNREADABLE` while the file cannot be opened or read: nothing that this side could mend. */
export function openEventSource(file: string): EventSource {
  const database = reading(() => new DatabaseSync(file, { readOnly: true, timeout: 1000 }));
  const inode = inodeOf(file);
  const prepare = (sql: string) => reading(() => database.prepare(sql));
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
  const meta = prepare("SELECT value FROM meta WHERE key = 'store_id'");
  const sequence = prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
  const rows = prepare(`
    SELECT e.seq, e.type, e.at_ms AS atMs, e.session_id AS sessionId, s.project, e.origin,
      substr(e.body, 1, ${MAX_BODY_CHARS}) AS body
    FROM events e LEFT JOIN sessions s ON s.id = e.session_id
    WHERE e.seq BETWEEN ? AND ? ORDER BY e.seq LIMIT ?`);
  const counted = prepare('SELECT count(*) AS events FROM events WHERE seq BETWEEN ? AND ?');
  const one = prepare(
    'SELECT seq, id, type, at_ms AS atMs, session_id AS sessionId, host, body, cut FROM events WHERE seq = ?',
  );

  return {
    storeId: reading(() => String(meta.get()?.value)),
    lastSeq: () => reading(() => Number(sequence.get()?.seq ?? 0)),
    range: (from, to, limits) =>
      reading(() => {
        const found: SourceEvent[] = [];
        let chars = 0;
        for (const row of rows.iterate(from, to, limits.events)) {
          const event = row as unknown as SourceEvent;
          found.push(event);
          chars += event.body.length;
          if (chars >= limits.chars) break;
        }
        return found;
      }),
    count: (from, to) => reading(() => Number(counted.get(from, to)?.events)),
    event(seq) {
      const row = reading(() => one.get(seq));
      return row && ({ ...row, cut: row.cut === 1 } as unknown as StoredEvent);
    },
    isStillThere: () => inodeOf(file) === inode,
    close() {
      if (database.isOpen) database.close();
    },
  };
}

function reading<Answer>(read: () => Answer): Answer {
  try {
    return read();
  } catch (error) {
    if (troubleOf(error) === undefined) throw error;
    const reason = errorMessage(error);
    throw new MpmError('EVENTS_UNREADABLE', `The events cannot be read: ${reason}`, { cause: error });
  }
}

function inodeOf(file: string): number | undefined {
  return fs.statSync(file, { throwIfNoEntry: false })?.ino;
}
