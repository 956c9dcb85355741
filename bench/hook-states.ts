import type { Result, State } from './hook-limits.ts';
import { fillSpool, type HookWorld } from './hook-world.ts';
import { type Form, measure, type Row } from './latency.ts';
import { countEvents, freePort, startDaemon, startSilentListener, stopDaemon, untilReady } from './listeners.ts';

const FORMS: readonly Form[] = ['sh', 'exec'];
const WARMUP = 3;
/** Fewer where each run takes long. */
const SILENT_RUNS = 12;
const COLD_STARTS = 8;
export const HERD = 50;

type Report = (result: Result) => void;

/** The daemon answers: a usual event, a large one, and once more with a variable that slows every Node down. */
export async function measureUp(world: HookWorld, runs: number, report: Report): Promise<void> {
  const home = world.createHome('up');
  const daemon = await startDaemon(world.built.full, home);
  const env = home.env(daemon.port);
  const commands = candidates(world, daemon.port, home.token);
  const delivering = Object.keys(commands).length - 1; // all but /bin/true
  let expected = 0;
  const states: readonly [State, string, Record<string, string>][] = [
    ['up', world.event, env],
    ['large', world.largeEvent, env],
    ['extra-ca', world.event, { ...env, NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt' }],
  ];
  try {
    for (const [state, event, stateEnv] of states) {
      for (const form of FORMS) {
        report({ state, form, rows: await measure({ form, runs, warmup: WARMUP, event, env: stateEnv, commands }) });
        expected += delivering * (runs + WARMUP);
        checkDelivered(await daemon.countEvents(), expected);
      }
    }
  } finally {
    await daemon.stop();
  }
}

/** Nobody listens, and the launcher finds nothing to start: first with an empty spool, then with a full one. */
export async function measureAbsent(world: HookWorld, runs: number, report: Report): Promise<void> {
  const port = await freePort();
  for (const state of ['absent', 'full-spool'] as const) {
    const home = world.createHome(state);
    if (state === 'full-spool') fillSpool(home.paths, world.event);
    const commands = candidates(world, port, home.token);
    for (const form of FORMS) {
      report({ state, form, rows: await measure({ form, runs, event: world.event, env: home.env(port), commands }) });
    }
  }
}

/** Somebody listens, and never answers. */
export async function measureSilent(world: HookWorld, report: Report): Promise<void> {
  const home = world.createHome('silent');
  const listener = await startSilentListener();
  const { true: nothing = '', native = '', node = '' } = candidates(world, listener.port, home.token);
  const commands = { true: nothing, native, node };
  try {
    for (const form of FORMS) {
      const env = home.env(listener.port);
      report({
        state: 'silent',
        form,
        rows: await measure({ form, runs: SILENT_RUNS, warmup: 1, event: world.event, env, commands }),
      });
    }
  } finally {
    await listener.stop();
  }
}

/** The very first hook of a home, which really starts a daemon: each time a new home, and the daemon ended again. */
export async function measureColdStart(world: HookWorld, report: Report): Promise<void> {
  const rows: Row[] = [];
  for (let round = 0; round < COLD_STARTS; round += 1) {
    const home = world.createHome(`cold-${round}`);
    const env = home.env(await freePort());
    const commands = { native: world.built.native };
    rows.push(...(await measure({ form: 'exec', runs: 1, warmup: 0, event: world.event, env, commands })));
    await untilReady(home);
    await stopDaemon(world.built.full, home);
  }
  report({ state: 'cold-start', form: 'exec', rows: [summarize(rows)] });
}

export interface HerdResult {
  readonly row: Row;
  /** From the first hook's start until all of their events were in the store of the daemon that they started. */
  readonly storedAfterMs: number;
}

/** Many hooks at once in a home where nothing runs. */
export async function measureHerd(world: HookWorld): Promise<HerdResult> {
  const home = world.createHome('herd');
  const env = home.env(await freePort());
  const beganMs = performance.now();
  const commands = { native: world.built.native };
  const [row] = await measure({ form: 'exec', runs: 1, warmup: 0, together: HERD, event: world.event, env, commands });
  const port = await untilReady(home);
  while ((await countEvents(home, port)) < HERD) await new Promise((resolve) => setTimeout(resolve, 10));
  const storedAfterMs = performance.now() - beganMs;
  await stopDaemon(world.built.full, home);
  if (row === undefined) throw new Error('Nothing was measured for the herd.');
  return { row, storedAfterMs };
}

/** The floor first: it is what the others are compared with. */
function candidates(world: HookWorld, port: number, token: string): Record<string, string> {
  const to = `-H 'content-type: application/json' -H 'authorization: Bearer ${token}' http://127.0.0.1:${port}/v1/events`;
  return {
    floor: world.floor,
    true: '/bin/true',
    native: world.native,
    curl: `curl -s -o /dev/null --data-binary @- ${to}`,
    node: world.node,
  };
}

/** A hook that could not deliver is quick, too: then the figures would say nothing. */
function checkDelivered(stored: number, expected: number): void {
  if (stored !== expected) throw new Error(`${expected} events were sent, ${stored} are in the store.`);
}

function summarize(rows: readonly Row[]): Row {
  const times = rows.map((row) => row.median).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;
  const sum = (key: 'failed' | 'noisy') => rows.reduce((total, row) => total + row[key], 0);
  const cpu = rows.map((row) => row.cpu).sort((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 0;
  return {
    name: 'native',
    min: at(0),
    median: at(0.5),
    p95: at(0.95),
    max: at(1),
    cpu,
    failed: sum('failed'),
    noisy: sum('noisy'),
  };
}
