import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { cutToFit } from '../src/daemon/events/cut.ts';
import { type NewEvent, openEventStore } from '../src/daemon/store/event-store.ts';
import { createEventId } from '../src/shared/event-id.ts';

/**
 * What an event costs in the store, beside inserts into a table with one unique index and nothing else:
 * microseconds of wall time and of CPU, the best of three rounds. `node bench/store.ts`
 */
const ROUNDS = 3;
const BATCHES = [1, 10, 100];
const EVENTS_PER_BATCH_SIZE: Readonly<Record<number, number>> = { 1: 5000, 10: 20_000, 100: 50_000 };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-bench-'));
const input = { command: 'npm test', text: 'x'.repeat(1300) };

/** What a tool call is made of: before it, after it, and its batch. */
const KINDS = ['pre_tool', 'post_tool', 'post_tool_batch'] as const;

function anEvent(index: number): NewEvent {
  const turn = Math.floor(index / KINDS.length);
  const call = { tool_name: 'Bash', tool_use_id: `toolu_${turn}`, tool_input: input };
  const kind = KINDS[index % KINDS.length];
  const said = kind === 'post_tool_batch' ? { tool_calls: [call] } : call;
  const body = JSON.stringify({ hook_event_name: kind, cwd: '/home/dev/project', ...said });
  const type = `hook.${kind}`;
  const origin = { hookVersion: '0.1.0', via: 'settings', claudePid: 4711, entrypoint: 'cli', attended: '1' };
  return { id: createEventId(Date.now()), type, atMs: Date.now(), sessionId: `session-${turn % 50}`, body, origin };
}

interface Cost {
  readonly wallUs: number;
  readonly cpuUs: number;
}

function measure(events: number, work: () => void): Cost {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallUs: ((performance.now() - startedMs) * 1000) / events, cpuUs: (user + system) / events };
}

function inBatches(size: number, append: (events: readonly NewEvent[]) => void): Cost {
  const count = EVENTS_PER_BATCH_SIZE[size] ?? 0;
  const batches = Array.from({ length: count / size }, (_, batch) =>
    Array.from({ length: size }, (_one, index) => anEvent(batch * size + index)),
  );
  return measure(count, () => batches.forEach(append));
}

function ours(size: number): Cost {
  const store = openEventStore(path.join(folder, `ours-${createEventId(Date.now())}.db`), { host: 'laptop' });
  const cost = inBatches(size, (events) => store.append(events));
  store.close();
  return cost;
}

function plain(size: number): Cost {
  const database = new DatabaseSync(path.join(folder, `plain-${createEventId(Date.now())}.db`));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT, at_ms INTEGER, session_id TEXT, body TEXT)`);
  const insert = database.prepare('INSERT INTO events (id, type, at_ms, session_id, body) VALUES (?, ?, ?, ?, ?)');
  const cost = inBatches(size, (events) => {
    database.exec('BEGIN');
    for (const { id, type, atMs, sessionId, body: text } of events) insert.run(id, type, atMs, sessionId ?? null, text);
    database.exec('COMMIT');
  });
  database.close();
  return cost;
}

function best(costs: readonly Cost[]): Cost {
  return {
    wallUs: Math.min(...costs.map(({ wallUs }) => wallUs)),
    cpuUs: Math.min(...costs.map(({ cpuUs }) => cpuUs)),
  };
}

function cutting(): number {
  const large = JSON.stringify({ tool_response: { stdout: 'line of output\n'.repeat(1_100_000) } });
  const times = Array.from({ length: ROUNDS }, () => {
    const startedMs = performance.now();
    cutToFit(JSON.parse(large), large, 256 * 1024);
    return performance.now() - startedMs;
  });
  return Math.min(...times);
}

const rows = BATCHES.map((size) => {
  const rounds = Array.from({ length: ROUNDS }, () => ({ ours: ours(size), plain: plain(size) }));
  return { size, ours: best(rounds.map((round) => round.ours)), plain: best(rounds.map((round) => round.plain)) };
});
const cutMs = cutting();
fs.rmSync(folder, { recursive: true, force: true });

const cell = ({ wallUs, cpuUs }: Cost) => `${wallUs.toFixed(1)} / ${cpuUs.toFixed(1)}`.padStart(14);
process.stdout.write('events per transaction   the store      plain inserts   (wall / CPU, us per event of 1.5 KB)\n');
for (const row of rows) process.stdout.write(`${String(row.size).padStart(22)} ${cell(row.ours)} ${cell(row.plain)}\n`);
process.stdout.write(`an event of 16 MB is parsed and cut in ${cutMs.toFixed(0)} ms\n`);
fs.mkdirSync(path.join(import.meta.dirname, 'results'), { recursive: true });
fs.writeFileSync(
  path.join(import.meta.dirname, 'results', 'store.json'),
  `${JSON.stringify({ rows, cutMs }, null, 2)}\n`,
);
