import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createEventId } from '../src/shared/event-id.ts';
import { ensureHome } from '../src/shared/home-folder.ts';
import { homePaths } from '../src/shared/paths.ts';
import type { Verdict } from './hook-limits.ts';
import { freePort } from './listeners.ts';
import { type LoadedDaemon, load, startDaemon } from './retention-load.ts';
import { printVerdict } from './table.ts';

/** Retention under load: a limit that turns over several times. docs/benchmarks.md says how to read it. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '90' },
    rate: { type: 'string', default: '2000' },
    batch: { type: 'string', default: '10' },
    megabytes: { type: 'string', default: '60' },
  },
});
const [seconds, eventsPerSecond, batch] = [Number(values.seconds), Number(values.rate), Number(values.batch)];
const maxBytes = Number(values.megabytes) * 1_000_000;
const SAMPLE_MS = 50;
const PINNED_EVENTS = 500;
const MOST_OVER = 1.1;
const MOST_ACK_MS = 250;
const LEAST_TURNS = 4;
/** After the load it shrinks for so long at most. */
const REST_MS = 10_000;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-bench-'));
const paths = homePaths(path.join(root, 'mpm'));
ensureHome(paths);
const env = (bytes: number, port: number) => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  HOME: root,
  CLAUDE_CONFIG_DIR: path.join(root, '.claude'),
  MPM_HOOK_HOME: paths.home,
  MPM_HOOK_PORT: String(port),
  MPM_HOOK_RETENTION_MAX_BYTES: String(bytes),
});

/** On the file system: the store with its log, and whatever else is kept of events. */
function sizeOnDisk(): number {
  const names = fs.readdirSync(paths.home).filter((name) => /^(events|search)\.db(-wal)?$/.test(name));
  return names.reduce(
    (sum, name) => sum + (fs.statSync(path.join(paths.home, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

async function countOf(daemon: LoadedDaemon, session: string): Promise<number> {
  let [count, after, more] = [0, 0, true];
  while (more) {
    const { text } = await daemon.request('GET', `/v1/events?session=${session}&after=${after}&limit=1000`);
    const page = JSON.parse(text) as { events: unknown[]; after: number; more: boolean };
    count += page.events.length;
    more = page.more && page.after > after;
    after = page.after;
  }
  return count;
}

async function shrunk(mostBytes: number): Promise<number> {
  const deadline = Date.now() + REST_MS;
  while (sizeOnDisk() > mostBytes && Date.now() < deadline) await delay(SAMPLE_MS);
  return sizeOnDisk();
}

const quantile = (sorted: readonly number[], part: number) =>
  sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
const mega = (bytes: number) => (bytes / 1e6).toFixed(1);

let daemon = await startDaemon(paths, env(maxBytes, await freePort()));
try {
  const pinned = Array.from({ length: PINNED_EVENTS }, (_, index) =>
    JSON.stringify({
      type: 'hook.stop',
      id: createEventId(Date.now()),
      data: { session_id: 'pinned', index, text: 'p'.repeat(1000) },
    }),
  ).join('\n');
  await daemon.request('POST', '/v1/events', pinned, 'application/x-ndjson');
  await daemon.request('PATCH', '/v1/sessions/pinned', '{"pinned": true, "name": "kept"}');

  const sizes: number[] = [];
  const logSizes: number[] = [];
  const sampler = setInterval(() => {
    sizes.push(sizeOnDisk());
    logSizes.push(fs.statSync(`${paths.store}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  }, SAMPLE_MS);
  const { sent, ackMs, failed } = await load(daemon, { eventsPerSecond, seconds, batch });
  clearInterval(sampler);
  const sorted = ackMs.toSorted((one, other) => one - other);
  const restBytes = await shrunk(maxBytes);
  const status = JSON.parse((await daemon.request('GET', '/v1/status')).text) as {
    readonly pruned: number;
    readonly store: { readonly events: number };
  };
  const pinnedLeft = await countOf(daemon, 'pinned');
  const turns = status.pruned / status.store.events;

  await daemon.stop();
  daemon = await startDaemon(paths, env(maxBytes / 2, await freePort()));
  const halvedBytes = await shrunk(maxBytes / 2);

  say(
    `${sent} events of some 1.5 KB, ${eventsPerSecond}/s in requests of ${batch}, limit ${mega(maxBytes)} MB, seen every ${SAMPLE_MS} ms\n`,
  );
  say(
    `size on disk (MB)   median ${mega(
      quantile(
        sizes.toSorted((one, other) => one - other),
        0.5,
      ),
    )}   most ${mega(Math.max(...sizes))} (log ${mega(Math.max(...logSizes))})   at rest ${mega(restBytes)}   limit halved ${mega(halvedBytes)}`,
  );
  say(
    `ack (ms)            median ${quantile(sorted, 0.5).toFixed(1)}   99 of 100 ${quantile(sorted, 0.99).toFixed(1)}   most ${(sorted.at(-1) ?? Number.NaN).toFixed(1)}`,
  );
  say(`pruned              ${status.pruned}, held ${status.store.events}, turned over ${turns.toFixed(1)} times\n`);

  const verdicts: Verdict[] = [
    atMost('size on disk, × its limit', Math.max(...sizes) / maxBytes, MOST_OVER),
    atMost('slowest ack, ms', sorted.at(-1) ?? Number.NaN, MOST_ACK_MS),
    atMost('requests not answered with 200', failed, 0),
    atMost(`turns short of ${LEAST_TURNS}`, Math.max(0, LEAST_TURNS - turns), 0),
    atMost('at rest, × its limit', restBytes / maxBytes, 1),
    atMost('limit halved: at rest, × its limit', halvedBytes / (maxBytes / 2), 1),
    atMost('events missing of the pinned session', PINNED_EVENTS - pinnedLeft, 0),
  ];
  for (const verdict of verdicts) say(printVerdict(verdict));
  if (verdicts.some(({ holds }) => !holds)) process.exitCode = 1;

  const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version };
  const folder = path.join(import.meta.dirname, 'results');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `retention-${new Date().toISOString().replaceAll(':', '-')}.json`);
  fs.writeFileSync(
    file,
    JSON.stringify({ machine, values, sent, sizes, ackMs: sorted, turns, restBytes, halvedBytes, verdicts }),
  );
  say(`\nWritten to ${path.relative(process.cwd(), file)}`);
} finally {
  await daemon.stop();
  fs.rmSync(root, { recursive: true, force: true });
}

function atMost(claim: string, measured: number, most: number): Verdict {
  return { claim, measured, most, holds: measured <= most };
}
