import { parseArgs } from 'node:util';
import { sayMachine, writeResult } from './result-file.ts';
import { killInTheMiddle } from './store-kill.ts';
import { judgeStore, printStoreVerdict } from './store-limits.ts';
import { measureQueries } from './store-queries.ts';
import { createStoreWorld } from './store-world.ts';

/** What the store takes and gives at full scale, through a daemon of its own; docs/benchmarks.md says how to read it. */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    /** One more argument of Node's for the daemon, as often as needed: `--node=--cpu-prof`. */
    node: { type: 'string', multiple: true, default: [] },
  },
});
const events = Number(values.events);
/** The kill takes some events besides. */
const SPARE_EVENTS = 10_000;
const START_RUNS = 5;

const machine = sayMachine();
const world = await createStoreWorld(events + SPARE_EVENTS, values.node);
const { daemon } = world;
const say = (text: string) => void process.stdout.write(`${text}\n`);

async function medianStart(end: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < START_RUNS; run += 1) {
    await end();
    times.push(await daemon.start());
  }
  return times.sort((one, other) => one - other)[Math.floor(START_RUNS / 2)] ?? 0;
}

try {
  const load = await world.load(events);
  const indexUs = daemon.processorTime().indexUs / events;
  const peaks = [daemon.peakRssBytes()];
  const kill = await killInTheMiddle(world);
  const queries = await measureQueries(world, { isBesideLines: true });
  const after = daemon.rssBytes();
  peaks.push(daemon.peakRssBytes());
  const startMs = { afterStop: await medianStart(daemon.stop), afterKill: await medianStart(daemon.kill) };
  const result = { load, indexUs, queries, kill, startMs, rssBytes: { peak: Math.max(...peaks), after } };
  const verdicts = judgeStore(result);
  for (const verdict of verdicts) say(printStoreVerdict(verdict));
  writeResult('store', { machine, events, ...result, verdicts });
  if (verdicts.some(({ holds }) => !holds)) process.exitCode = 1;
} finally {
  await world.close();
}
