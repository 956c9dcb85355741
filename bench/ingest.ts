import { parseArgs } from 'node:util';
import { type Bench, runBench } from './bench.ts';
import { figure, printColumns } from './columns.ts';
import { findSenders, type Sender } from './ingest-senders.ts';
import { type Measured, runLoad } from './load.ts';
import { atMost, type Verdict } from './verdict.ts';

/** Events coming in from ever more publishers at once, each waiting for its answer; docs/benchmarks.md says how to read it. */
const { values } = parseArgs({
  options: {
    publishers: { type: 'string', default: '1,10,50,200' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '2' },
  },
});

interface Result {
  readonly name: string;
  readonly publishers: number;
  readonly runs: readonly Measured[];
}

await runBench('ingest', async (bench) => {
  const senders = findSenders(bench.say);
  const results: Result[] = [];
  for (const publishers of values.publishers.split(',').map(Number)) {
    const cell = await measureCell(bench, senders, publishers);
    results.push(...cell);
    bench.say(print(publishers, cell));
  }
  return { verdicts: judge(results), results };
});

async function measureCell(bench: Bench, senders: readonly Sender[], publishers: number): Promise<Result[]> {
  const runs = new Map<string, Measured[]>(senders.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const sender of senders) runs.get(sender.name)?.push(await measure(bench, sender, publishers));
  }
  return [...runs].map(([name, measured]) => ({ name, publishers, runs: measured }));
}

async function measure(bench: Bench, sender: Sender, publishers: number): Promise<Measured> {
  const server = await sender.start(bench.folder);
  const counts = { subscribers: 0, publishers, inFlight: publishers, seconds: Number(values.seconds) };
  try {
    return await runLoad({ ...bench, server }, { ...server.load, ...counts });
  } finally {
    await server.stop();
  }
}

function print(publishers: number, results: readonly Result[]): string {
  const rows = results.map((result) => {
    const best = result.runs.toSorted((a, b) => costUs(a) - costUs(b))[0];
    if (best === undefined) return [result.name];
    const figures = [best.answered / best.seconds, costUs(best), best.p50Ms, best.p99Ms, best.rssPeakKb / 1024];
    return [result.name, ...figures.map(figure)];
  });
  const heads = ['', 'events/s', 'us of CPU each', 'p50 ms', 'p99 ms', 'MB peak'];
  return `\n${publishers} publishers at once, events of 1024 bytes\n${printColumns(heads, rows)}\n`;
}

function costUs({ cpuUs, answered }: Measured): number {
  return cpuUs / answered;
}

/** Whoever is many must not be lost for it. */
function judge(results: readonly Result[]): Verdict[] {
  return results
    .filter(({ name }) => name.startsWith('mpm-hook'))
    .map(({ name, publishers, runs }) => {
      const lost = runs.reduce((sum, { missing, refused, failures }) => sum + missing + refused + failures, 0);
      return atMost(0, `${name}, ${publishers} publishers: events lost, refused or not answered`, lost);
    });
}
