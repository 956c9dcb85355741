import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { plotLogLog } from './plot.ts';
import { sayMachine, writeResult } from './result-file.ts';
import { printGrowth, type Stage, toSeries } from './store-growth-table.ts';
import { untilIndexed } from './store-index.ts';
import { measureQueries } from './store-queries.ts';
import { createStoreWorld } from './store-world.ts';

/** What an event costs in, and what a question costs, while one store grows; docs/benchmarks.md shows a plot. */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    huge: { type: 'boolean', default: false },
    /** Writes the plot into docs/benchmarks/. */
    publish: { type: 'boolean', default: false },
  },
});
const HUGE_EVENTS = 5_000_000;
/** What an event costs at a size is measured on the last so many before it. */
const MEASURED_EVENTS = 20_000;
/** Before the first is measured the daemon has to be warm, or the smallest store would seem the dearest. */
const WARMUP_EVENTS = 10_000;

const sizes = values.sizes.split(',').map(Number);
if (values.huge) sizes.push(HUGE_EVENTS);
const machine = sayMachine();
const world = await createStoreWorld(WARMUP_EVENTS + Math.max(...sizes));
const { daemon } = world;
const stages: Stage[] = [];
let loaded = 0;

async function loadTo(events: number): Promise<Stage> {
  const last = Math.min(MEASURED_EVENTS, events - loaded);
  if (events - loaded > last) await world.fill(events - loaded - last);
  const before = daemon.processorTime();
  const { batches, singles } = await world.load(last);
  await untilIndexed(daemon);
  const indexUs = (daemon.processorTime().indexUs - before.indexUs) / last;
  loaded = events;
  await daemon.stop();
  const startMs = await daemon.start();
  return {
    events,
    batches,
    singles,
    indexUs,
    startMs,
    rssBytes: daemon.peakRssBytes(),
    queries: await measureQueries(world, { isBesideLines: false }),
  };
}

try {
  await world.load(WARMUP_EVENTS);
  loaded = WARMUP_EVENTS;
  for (const events of sizes) {
    stages.push(await loadTo(Math.max(events, loaded + 1000)));
    process.stdout.write(`${printGrowth(stages)}\n`);
  }
  writeResult('store-growth', { machine, stages });
  const plots = values.publish
    ? path.join(import.meta.dirname, '../docs/benchmarks')
    : path.join(import.meta.dirname, 'results');
  fs.mkdirSync(plots, { recursive: true });
  const { ingest, queries } = toSeries(stages);
  const xLabel = 'events in the store';
  const ingestPlot = plotLogLog(ingest, { title: 'What an event costs in', xLabel, yLabel: 'µs of processor time' });
  fs.writeFileSync(path.join(plots, 'store-ingest.svg'), ingestPlot);
  const queryPlot = plotLogLog(queries, { title: 'What a question costs', xLabel, yLabel: 'ms, median' });
  fs.writeFileSync(path.join(plots, 'store-queries.svg'), queryPlot);
} finally {
  await world.close();
}
