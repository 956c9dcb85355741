import { parseArgs } from 'node:util';
import { type Bench, runBench } from './bench.ts';
import { figure, printColumns } from './columns.ts';
import { type Contender, findContenders } from './contenders.ts';
import { costUs, judge, type Result } from './fanout-limits.ts';
import { type Measured, runLoad } from './load.ts';

/** Events to many subscribers, beside others who do the same; docs/benchmarks.md says how to read it. */
const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '1,10,100,1000' },
    rates: { type: 'string', default: 'closed,500,1000' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
  },
});
const EVENT_BYTES = 1024;
const IN_FLIGHT = 64;

await runBench('fanout', async (bench) => {
  const contenders = findContenders(bench.say).filter(({ name }) => name.includes(values.only));
  for (const { name, published } of contenders) bench.say(`${name}: ${published}`);
  const results: Result[] = [];
  for (const rate of values.rates.split(',')) {
    const counts = values.subscribers.split(',').map(Number);
    for (const subscribers of counts) {
      const cell = await measureCell(bench, contenders, { rate, subscribers });
      results.push(...cell);
      bench.say(print(rate, subscribers, cell));
    }
    if (rate === 'closed') bench.say(await printWithoutSubscribers(bench, contenders));
  }
  return { verdicts: judge(results), results };
});

interface Cell {
  readonly rate: string;
  readonly subscribers: number;
}

/** Each in turn, and again: what disturbs the machine for a while then disturbs them all. */
async function measureCell(bench: Bench, contenders: readonly Contender[], cell: Cell): Promise<Result[]> {
  const runs = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const contender of contenders) runs.get(contender.name)?.push(await measure(bench, contender, cell));
  }
  return [...runs].map(([name, measured]) => ({ name, ...cell, runs: measured }));
}

/** A new server each time: the memory and the store of one run are no burden to the next. */
async function measure(bench: Bench, contender: Contender, { rate, subscribers }: Cell): Promise<Measured> {
  const server = await contender.start(bench.folder, EVENT_BYTES);
  const pressure = rate === 'closed' ? { inFlight: IN_FLIGHT } : { rate: Number(rate) };
  try {
    const load = { ...server.load, ...pressure, subscribers, seconds: Number(values.seconds) };
    return await runLoad({ ...bench, server }, load);
  } finally {
    await server.stop();
  }
}

/** What taking an event in and storing it costs when nobody listens; only ours says when it has one. */
async function printWithoutSubscribers(bench: Bench, contenders: readonly Contender[]): Promise<string> {
  const lines: string[] = [];
  for (const contender of contenders.filter(({ name }) => name.startsWith('mpm-hook'))) {
    const { cpuUs, events } = await measure(bench, contender, { rate: 'closed', subscribers: 0 });
    lines.push(`${contender.name}: ${figure(cpuUs / events)} us of CPU an event when nobody listens`);
  }
  return `${lines.join('\n')}\n`;
}

function print(rate: string, subscribers: number, results: readonly Result[]): string {
  const title = rate === 'closed' ? `${IN_FLIGHT} events in flight` : `${rate} events/s`;
  const heads = ['', 'deliveries/s', 'us each', 'p50 ms', 'p99 ms', 'MB idle', 'MB peak', 'behind', 'gaps'];
  const rows = results.map((result) => {
    const best = result.runs.toSorted((a, b) => costUs(a) - costUs(b))[0];
    if (best === undefined) return [result.name];
    const figures = [best.deliveries / best.seconds, costUs(best), best.p50Ms || Number.NaN, best.p99Ms || Number.NaN];
    const memory = [best.rssConnectedKb / 1024, best.rssPeakKb / 1024];
    const lost = [rate === 'closed' ? 0 : best.behind, best.gaps].map(String);
    return [result.name, ...[...figures, ...memory].map(figure), ...lost];
  });
  return `\n${title}, ${subscribers} subscribers, events of ${EVENT_BYTES} bytes\n${printColumns(heads, rows)}\n`;
}
