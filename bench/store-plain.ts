import * as fs from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { openDatabase } from '../src/daemon/store/open-database.ts';

/**
 * What the same rows cost without our layers: a process of its own that takes them out of the daemon's file, and puts them
 * into the same tables and indexes in transactions of the same size; into a table of events alone; and as lines of JSON
 * behind a file. Only the putting is measured.
 */
export interface PlainTask {
  /** The daemon's file, which is only read. */
  readonly from: string;
  readonly folder: string;
  /** These seqs, both included. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rowsPerTransaction: number;
  /** Into the same tables and indexes, and nowhere else. */
  readonly isTablesOnly?: true;
}

export interface PlainCost {
  readonly cpuUs: number;
  readonly wallMs: number;
}

export interface PlainCosts {
  readonly tables: PlainCost;
  readonly eventsOnly: PlainCost;
  readonly lines: PlainCost;
}

/** So many rows are in memory at a time. */
const READ_ROWS = 5000;
/** The rows of sessions are written anew after so many events, as the daemon does at the rate that is asked of it. */
const EVENTS_PER_FLUSH = 2000;
const NOTHING: PlainCost = { cpuUs: 0, wallMs: 0 };

interface Source {
  readonly events: readonly Record<string, SQLInputValue>[];
  readonly spans: readonly Record<string, SQLInputValue>[];
  readonly sessions: readonly Record<string, SQLInputValue>[];
}

export function runPlain(task: PlainTask): PlainCosts {
  const from = new DatabaseSync(task.from, { readOnly: true });
  const tables = openDatabase(`${task.folder}/plain.db`);
  const alone = openDatabase(`${task.folder}/events-only.db`);
  const lines = fs.openSync(`${task.folder}/events.ndjson`, 'a');
  let costs: PlainCosts = { tables: NOTHING, eventsOnly: NOTHING, lines: NOTHING };
  const putTables = createPut(tables, task, EVENTS_PER_FLUSH);
  const putAlone = createPut(alone, task, Number.POSITIVE_INFINITY);
  for (let seq = task.firstSeq; seq <= task.lastSeq; seq += READ_ROWS) {
    const source = read(from, seq, Math.min(task.lastSeq, seq + READ_ROWS - 1));
    costs = { ...costs, tables: measured(costs.tables, () => putTables(source)) };
    if (task.isTablesOnly === true) continue;
    costs = {
      ...costs,
      eventsOnly: measured(costs.eventsOnly, () => putAlone(source)),
      lines: measured(costs.lines, () => append(lines, source)),
    };
  }
  for (const database of [from, tables, alone]) database.close();
  fs.closeSync(lines);
  return costs;
}

function measured(before: PlainCost, work: () => void): PlainCost {
  const [cpu, startedMs] = [process.cpuUsage(), performance.now()];
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUs: before.cpuUs + user + system, wallMs: before.wallMs + performance.now() - startedMs };
}

/** With each event the call that it ended, and the sessions they all belong to. */
function read(from: DatabaseSync, firstSeq: number, lastSeq: number): Source {
  const range = 'FROM events WHERE seq BETWEEN ? AND ?';
  const ended = `SELECT session_id, json_extract(body, '$.tool_use_id') AS call ${range} AND type LIKE 'hook.post_tool%'`;
  const all = (sql: string) => from.prepare(sql).all(firstSeq, lastSeq) as Record<string, SQLInputValue>[];
  return {
    events: all(`SELECT * ${range} ORDER BY seq`),
    spans: all(
      `SELECT spans.* FROM (${ended}) AS e JOIN spans ON spans.session_id = e.session_id AND spans.id = e.call`,
    ),
    sessions: all(`SELECT * FROM sessions WHERE id IN (SELECT session_id ${range})`),
  };
}

/** Prepared statements, and nothing else: no look whether it is there, no counting, no envelope. */
function createPut(database: DatabaseSync, task: PlainTask, eventsPerFlush: number): (source: Source) => void {
  const insert = (table: string, columns: readonly string[]): ((row: Record<string, SQLInputValue>) => void) => {
    const places = columns.map(() => '?').join(', ');
    const sql = `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${places})`;
    const statement: StatementSync = database.prepare(sql);
    return (row) => void statement.run(...columns.map((name) => row[name] ?? null));
  };
  const putEvent = insert('events', EVENT_COLUMNS);
  const putSpan = insert('spans', ['session_id', 'id', 'call']);
  const makeSession = database.prepare('INSERT OR IGNORE INTO sessions (id) VALUES (?)');
  const update = database.prepare('UPDATE sessions SET last_ms = ?, state = ?, fold = ? WHERE id = ?');
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')];

  const flush = ({ sessions, spans }: Source): void => {
    for (const { id, last_ms: lastMs = 0, state = '', fold = '' } of sessions) {
      makeSession.run(id ?? '');
      update.run(lastMs, state, fold, id ?? '');
    }
    for (const span of spans) putSpan(span);
  };
  return (source) => {
    const { events } = source;
    const pieces = Number.isFinite(eventsPerFlush) ? Math.ceil(events.length / eventsPerFlush) : 0;
    const perPiece = Math.ceil(events.length / Math.max(1, pieces));
    let flushed = 0;
    for (let at = 0; at < events.length; at += task.rowsPerTransaction) {
      begin.run();
      for (const event of events.slice(at, at + task.rowsPerTransaction)) putEvent(event);
      if (flushed < pieces && at + task.rowsPerTransaction >= (flushed + 1) * perPiece) {
        const [from, to] = [flushed / pieces, (flushed + 1) / pieces].map((part) => part * source.spans.length);
        flush({ ...source, spans: source.spans.slice(from, to) });
        flushed += 1;
      }
      commit.run();
    }
  };
}

const EVENT_COLUMNS = 'seq id type at_ms session_id tool_use_id host body cut origin'.split(' ');

/** Envelope by envelope in one write, never brought to the disk by force. */
function append(file: number, { events }: Source): void {
  const lines = events.map(
    ({ seq, id, type, at_ms: atMs, session_id: session, body }) =>
      `{"seq":${seq},"id":"${id}","type":"${type}","at_ms":${atMs},"session_id":"${session}","data":${body}}\n`,
  );
  fs.writeSync(file, lines.join(''));
}

if (process.send !== undefined) process.on('message', (task: PlainTask) => process.send?.(runPlain(task)));
