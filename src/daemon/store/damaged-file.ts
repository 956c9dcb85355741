import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { errorCode } from '../../shared/errors.ts';
import { isEventId } from '../../shared/is-event-id.ts';
import { isObject, parseFields } from '../../shared/wire.ts';
import type { Tally } from './counted.ts';
import type { NewRow } from './new-row.ts';

/** A damaged store that was set aside, read as far as it can be. Nothing in it is changed. */
export interface DamagedFile {
  /** The last seq that it ever gave; undefined when not even that can be read. */
  lastSeq(): number | undefined;
  /** What it had counted; undefined when that cannot be read. */
  tally(): Tally | undefined;
  /** The rows of a range, the newest first, up to where it cannot be read; at most so many. */
  rows(range: { readonly from: number; readonly to: number }, most: number): ReadRows;
  /** What no event says of a session, by column: its marks. */
  marks(sessionId: string, columns: readonly string[]): Readonly<Record<string, SQLOutputValue>> | undefined;
  close(): void;
}

export interface ReadRows {
  readonly rows: readonly SalvagedRow[];
  /** Everything down to here was looked at; one more than the range's end when nothing was. */
  readonly reachedSeq: number;
  /** It stopped at something that cannot be read. */
  readonly isStuck: boolean;
}

type Row = Readonly<Record<string, SQLOutputValue>>;

export type SalvagedRow = NewRow & { readonly seq: number };

/** Read at once at most, beside `most`. */
const MAX_CHARS = 1024 * 1024;

/** Undefined when it is no database at all any more. */
export function openDamagedFile(file: string): DamagedFile | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, defensive: false });
    // else SQLite refuses the whole of a file that is shorter than it says
    database.exec('PRAGMA writable_schema = ON');
    return read(database);
  } catch (error) {
    database?.close();
    if (!isUnreadable(error)) throw error;
    return undefined;
  }
}

function read(database: DatabaseSync): DamagedFile {
  const readRows = database.prepare(`
    SELECT *, octet_length(id) + octet_length(body) + octet_length(origin) AS bytes
    FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?`);
  const ask = <Answer>(question: () => Answer): Answer | undefined => {
    try {
      return question();
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return undefined;
    }
  };
  const number = (sql: string): number | undefined => {
    const value = ask(() => database.prepare(sql).get()?.value);
    return typeof value === 'number' ? value : undefined;
  };

  return {
    lastSeq: () =>
      number("SELECT seq AS value FROM sqlite_sequence WHERE name = 'events'") ??
      number('SELECT max(seq) AS value FROM events'),
    tally() {
      const text = ask(() => database.prepare("SELECT value FROM meta WHERE key = 'tally'").get()?.value);
      const tally = typeof text === 'string' ? parseFields(text) : undefined;
      const isSound = tally !== undefined && Object.values(tally).every((count) => typeof count === 'number');
      return isSound ? (tally as Tally) : undefined;
    },
    rows({ from, to }, most) {
      const rows: SalvagedRow[] = [];
      let reachedSeq = to + 1;
      let chars = 0;
      const take = (row: Row): void => {
        reachedSeq = Number(row.seq);
        const sound = toSoundRow(row);
        chars += sound?.body.length ?? 0;
        if (sound !== undefined) rows.push(sound);
      };
      const isWhole = ask(() => takeEach(readRows.iterate(from, to, most), take, () => chars < MAX_CHARS) < most);
      if (isWhole === true && chars < MAX_CHARS) reachedSeq = from;
      return { rows, reachedSeq, isStuck: isWhole === undefined };
    },
    marks: (sessionId, columns) =>
      ask(() => database.prepare(`SELECT ${columns.join(', ')} FROM sessions WHERE id = ?`).get(sessionId)),
    close: () => database.close(),
  };
}

/** How many there were; those before the one that cannot be read are taken all the same. */
function takeEach(rows: Iterable<Row>, take: (row: Row) => void, goesOn: () => boolean): number {
  let taken = 0;
  for (const row of rows) {
    take(row);
    taken += 1;
    if (!goesOn()) break;
  }
  return taken;
}

/** Whatever SQLite cannot make sense of, a number too large for us included. */
function isUnreadable(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ERR_SQLITE_ERROR' || code === 'ERR_OUT_OF_RANGE';
}

/**
 * SQLite keeps no checksums: a page of garbage may read as rows. One is taken for an event only if every value is what we
 * would have written; bytes that are no UTF-8 show in that the text is longer than what was read.
 */
function toSoundRow(row: Row): SalvagedRow | undefined {
  const { seq, id, type, at_ms: atMs, session_id: sessionId, tool_use_id: toolUseId, host, body, cut, origin } = row;
  if (typeof seq !== 'number' || typeof atMs !== 'number' || typeof host !== 'string') return undefined;
  if (typeof id !== 'string' || typeof type !== 'string' || typeof body !== 'string') return undefined;
  if (typeof origin !== 'string' || !isText(sessionId) || !isText(toolUseId)) return undefined;
  if (!isEventId(id) || !/^(hook|custom)\./.test(type) || (cut !== 0 && cut !== 1)) return undefined;
  if (row.bytes !== Buffer.byteLength(id) + Buffer.byteLength(body) + Buffer.byteLength(origin)) return undefined;
  if (!isJsonObject(body) || !isJsonObject(origin)) return undefined;
  return { seq, id, type, atMs, sessionId, toolUseId, host, body, cut: cut === 1, origin };
}

function isText(value: SQLOutputValue | undefined): value is string | null {
  return value === null || typeof value === 'string';
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false; // garbage
  }
}
