import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { replay } from '../src/client/replay.ts';
import { spawnTestDaemon, type TestDaemon } from '../test/helpers/daemon.ts';
import { recordedStory } from '../test/helpers/stories.ts';
import { createTempHome } from '../test/helpers/temp-home.ts';
import { printVerdict } from './table.ts';

/**
 * How exactly a replayed session keeps to its recorded times: a real run of some 18 s, stored in a daemon of its own and
 * watched through the library, alone and twice at once beside live events. `node bench/replay.ts [--speeds 1,10]`
 */
const { values } = parseArgs({ options: { speeds: { type: 'string', default: '1,10' } } });
const SESSION = 'recorded';
const MOST_MS = 20;
/** Published meanwhile in the second run, one each. */
const LIVE_EVERY_MS = 20;
const say = (text: string) => void process.stdout.write(`${text}\n`);

interface Row {
  readonly name: string;
  readonly speed: number;
  /** How far the distance of each event from the one before was from the recorded one, in ms. */
  readonly interval: readonly number[];
  /** How far each was from where it should be, counted from the first. */
  readonly place: readonly number[];
}

async function record(daemon: TestDaemon): Promise<void> {
  const lines = recordedStory('tui-basic').map(({ type, atMs, data }) =>
    JSON.stringify({ type, timestamp: atMs, data: { ...data, session_id: SESSION } }),
  );
  const headers = { 'content-type': 'application/x-ndjson' };
  const answer = await daemon.request('/v1/events', { method: 'POST', headers, body: lines.join('\n') });
  if (answer.status !== 200) throw new Error(`not recorded: ${answer.status}`);
}

async function watch(daemon: TestDaemon, name: string, speed: number): Promise<Row> {
  const came: number[] = [];
  const recorded: number[] = [];
  for await (const { timestamp } of replay({ session: SESSION, speed, home: daemon.home.paths.home })) {
    came.push(performance.now());
    recorded.push(Date.parse(timestamp) / speed);
  }
  const errors = (from: (at: number) => number): number[] =>
    came.slice(1).map((ms, at) => {
      const start = from(at);
      return Math.abs(ms - (came[start] ?? 0) - ((recorded[at + 1] ?? 0) - (recorded[start] ?? 0)));
    });
  return { name, speed, interval: errors((at) => at), place: errors(() => 0) };
}

/** Two at once, with events that happen meanwhile. */
async function watchInCompany(daemon: TestDaemon, speed: number): Promise<Row[]> {
  const live = setInterval(() => void daemon.post({ hook_event_name: 'Stop', session_id: 'live' }), LIVE_EVERY_MS);
  try {
    return await Promise.all(['one of two', 'the other'].map((name) => watch(daemon, name, speed)));
  } finally {
    clearInterval(live);
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const figures = (errors: readonly number[]) => ({
  p50: quantile(errors, 0.5),
  p95: quantile(errors, 0.95),
  max: quantile(errors, 1),
});

function printRow({ name, speed, interval, place }: Row): string {
  const cells = [...Object.values(figures(interval)), ...Object.values(figures(place))];
  return `${name.padEnd(12)}${String(speed).padStart(6)}${cells.map((ms) => ms.toFixed(2).padStart(9)).join('')}`;
}

const loadAtStart = os.loadavg()[0] ?? 0;
if (loadAtStart > os.cpus().length / 2)
  say(`The machine is busy (load ${loadAtStart.toFixed(1)}): figures will be noisy.\n`);
const daemon = await spawnTestDaemon(createTempHome());
const rows: Row[] = [];
try {
  await record(daemon);
  await watch(daemon, 'unmeasured', 1000); // what only the first time costs is not the replay's
  for (const speed of values.speeds.split(',').map(Number)) {
    rows.push(await watch(daemon, 'alone', speed), ...(await watchInCompany(daemon, speed)));
  }
} finally {
  await daemon.end();
  daemon.home.remove();
}

say('How far from the recorded times (ms)   the intervals                each from the first');
say(`${' '.repeat(18)}${['p50', 'p95', 'max', 'p50', 'p95', 'max'].map((head) => head.padStart(9)).join('')}`);
for (const row of rows) say(printRow(row));
const verdicts = rows.map((row) => {
  const measured = figures(row.interval).max;
  return { claim: `${row.name} at speed ${row.speed}, ms`, measured, most: MOST_MS, holds: measured <= MOST_MS };
});
for (const verdict of verdicts) say(printVerdict(verdict));

const folder = path.join(import.meta.dirname, 'results');
fs.mkdirSync(folder, { recursive: true });
const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version };
const summary = rows.map((row) => ({ ...row, interval: figures(row.interval), place: figures(row.place) }));
fs.writeFileSync(
  path.join(folder, `replay-${new Date().toISOString().replaceAll(':', '-')}.json`),
  JSON.stringify({ machine, loadAtStart, rows: summary, verdicts }, null, 2),
);
if (verdicts.some(({ holds }) => !holds)) process.exitCode = 1;
