import * as fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ATTACKS } from '../helpers/attacks.ts';
import { type ChildDaemon, spawnTestDaemon } from '../helpers/daemon.ts';
import { type ProcessSize, processSize } from '../helpers/process-size.ts';
import { connectRaw } from '../helpers/raw-connection.ts';
import { connectStream, type StreamClient } from '../helpers/stream-client.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';
import { startWitness } from '../helpers/witness.ts';

/** As the executable starts its Node: whoever makes it take more ends it. */
const NODE_OPTIONS = '--max-semi-space-size=2 --max-old-space-size=256';
/** docs/security.md */
const MOST_MB_MORE = 256;
const MOST_CONNECTIONS = 2048;
/** Connections that we keep ourselves, to ask and to publish. */
const OUR_OWN = 3;
const SEED = 4711;

let home: TempHome;
let daemon: ChildDaemon;
let before: ProcessSize;

beforeAll(async () => {
  home = createTempHome();
  daemon = await spawnTestDaemon(home, { NODE_OPTIONS });
  for (let count = 0; count < 50; count += 1) {
    await daemon.post({ hook_event_name: 'Stop', session_id: 'long', text: `${count} `.repeat(60_000) });
  }
  await until(async () => ((await daemon.status()).search as { lagEvents: number }).lagEvents === 0);
  before = processSize(daemon.pid);
});
afterAll(async () => {
  expect(await daemon.end()).toBe(0);
  home.remove();
});

async function untilAllGone(): Promise<void> {
  await until(() => processSize(daemon.pid).sockets <= before.sockets + OUR_OWN, {
    what: 'the end of all connections',
  });
  await until(async () => (await daemon.status()).clients === 0, {
    what: 'the end of all subscribers',
    withinMs: 30_000,
  });
  expect(processSize(daemon.pid).files).toBeLessThanOrEqual(before.files + OUR_OWN + 2);
}

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

test.each(Object.entries(ATTACKS))(
  'F34: %s: nobody else notices, and nothing is left behind',
  async (_name, attack) => {
    const witness = await startWitness(daemon);
    await attack(daemon, SEED);
    expect(await witness.complaints()).toEqual([]);
    await untilAllGone();
    expect(processSize(daemon.pid).rssMb - before.rssMb).toBeLessThan(MOST_MB_MORE);
  },
);

test('ten thousand who say nothing: those who were there before do not notice', async () => {
  const witness = await startWitness(daemon);
  const asking = await connectStream(daemon); // no connection of its own would be answered
  const most = Math.min(10_000, openFilesLimit() - 500);
  if (most < 10_000) process.stderr.write(`ten thousand connections: only ${most} by the limit of open files\n`);
  const crowd = await Promise.all(Array.from({ length: most }, () => connectRaw(daemon.port)));
  // some never get past the kernel's queue
  await until(async () => (await turnedAway(asking)) > most - MOST_CONNECTIONS - 1000, {
    what: 'those past the most to go',
    withinMs: 60_000,
  });
  const { sockets } = processSize(daemon.pid);
  expect(sockets).toBeGreaterThan(MOST_CONNECTIONS - 100);
  expect(sockets).toBeLessThanOrEqual(MOST_CONNECTIONS + before.sockets);
  expect(await witness.complaints()).toEqual([]);
  for (const connection of crowd) connection.drop();
  asking.close();
  await untilAllGone();
});

test('all of this wrote little into the log, and none of it was a failure', async () => {
  await delay(100); // the last line may still be on its way
  const log = fs.readFileSync(home.paths.log, 'utf8');
  expect(log).not.toContain('"event":"failed"');
  expect(log.split('\n').length).toBeLessThan(100);
});

async function turnedAway(asking: StreamClient): Promise<number> {
  asking.say({ type: 'get_status' });
  const { refusedBy } = await asking.next('system.status');
  return (refusedBy as Record<string, number>).too_many_connections ?? 0;
}

function openFilesLimit(): number {
  const limits = fs.readFileSync('/proc/self/limits', 'utf8');
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1]);
}
