import type { DatabaseSync } from 'node:sqlite';
import { isObject, parseFields } from '../../shared/wire.ts';
import type { Counted } from './counted.ts';
import type { DamagedFile, SalvagedRow } from './damaged-file.ts';
import { type ImportedRanges, isImported } from './imported.ts';
import type { Salvage, SalvageTarget } from './salvager.ts';
import type { SessionBook } from './session-book.ts';

/** Takes in what was salvaged: events keep their seqs, and sessions are told again from them. */
export type Restorer = SalvageTarget;

interface RestorerParts {
  readonly book: Pick<SessionBook, 'retell'>;
  readonly imported: Pick<ImportedRanges, 'noteOlder' | 'write'>;
  readonly change: Counted['change'];
}

/** Told from the events, and told again: nothing of these is copied from a damaged file. */
const TOLD: ReadonlySet<string> = new Set([
  ...['id', 'last_ms', 'state', 'host', 'project', 'process', 'watched_pid', 'watched_since_ms'],
  ...['born_by_clear_ms', 'ended_by_clear_ms', 'fold', 'stale'],
]);

export function createRestorer(database: DatabaseSync, { book, imported, change }: RestorerParts): Restorer {
  const insertEvent = database.prepare(`
    INSERT OR IGNORE INTO events (seq, id, type, at_ms, session_id, tool_use_id, host, body, cut, origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertSession = database.prepare('INSERT OR IGNORE INTO sessions (id) VALUES (?)');
  const readMeta = database.prepare("SELECT value FROM meta WHERE key = 'salvage'");
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const marks = database
    .prepare("SELECT name FROM pragma_table_info('sessions')")
    .all()
    .map(({ name }) => String(name))
    .filter((name) => !TOLD.has(name));
  const marked = new Set<string>();

  return {
    salvage() {
      const fields = parseFields(String(readMeta.get()?.value ?? ''));
      return isObject(fields) ? (fields as unknown as Salvage) : undefined; // written by us
    },
    restore(rows, toSalvage, source) {
      const copied = change((count) => {
        const fresh = rows.filter(insert);
        for (const range of importedRanges(fresh)) imported.noteOlder(range);
        imported.write();
        const sessions = new Set(fresh.flatMap(({ sessionId }) => sessionId ?? []));
        const added = [...sessions].filter((id) => insertSession.run(id).changes === 1);
        for (const id of sessions) {
          copyMarks(id, source);
          book.retell(id);
        }
        count('events', fresh.length);
        count('sessions', added.length);
        setMeta.run('salvage', JSON.stringify(toSalvage(fresh.length)));
        return sessions;
      });
      for (const id of copied) marked.add(id);
    },
  };

  function insert(row: SalvagedRow): boolean {
    const { seq, id, type, atMs, sessionId, toolUseId, host, body, cut, origin } = row;
    const values = [seq, id, type, atMs, sessionId, toolUseId, host, body, cut ? 1 : 0, origin];
    return insertEvent.run(...values).changes === 1;
  }

  /** What was said of a session and is in no event. */
  function copyMarks(id: string, source: DamagedFile | undefined): void {
    if (marked.has(id) || marks.length === 0) return;
    const found = source?.marks(id, marks);
    if (found === undefined) return;
    const values = marks.map((name) => found[name] ?? null);
    if (values.every((value) => value === null)) return;
    database
      .prepare(`UPDATE sessions SET ${marks.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`)
      .run(...values, id);
  }
}

/** Where nothing but imported events lies, the newest first, as the rows are. */
function importedRanges(rows: readonly SalvagedRow[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  let isWithin = false;
  for (const row of rows) {
    const last = ranges.at(-1);
    const wasWithin = isWithin;
    isWithin = isImported(row);
    if (isWithin && wasWithin && last !== undefined) last.from = row.seq;
    else if (isWithin) ranges.push({ from: row.seq, to: row.seq });
  }
  return ranges;
}
