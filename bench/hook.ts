import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { judge, type Result, type Verdict } from './hook-limits.ts';
import { HERD, measureAbsent, measureColdStart, measureHerd, measureSilent, measureUp } from './hook-states.ts';
import { createHookWorld } from './hook-world.ts';
import { printResult, printRow, printVerdict } from './table.ts';

/** How long the hook keeps Claude Code waiting, in every state of the world; docs/benchmarks.md says how to read it. */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '60' } } });
const runs = Number(values.runs);
const results: Result[] = [];
const verdicts: Verdict[] = [];
const say = (text: string) => void process.stdout.write(`${text}\n`);

function report(result: Result): void {
  results.push(result);
  verdicts.push(...judge(result));
  say(printResult(result));
}

const loadAtStart = os.loadavg()[0] ?? 0;
if (loadAtStart > os.cpus().length / 2)
  say(`The machine is busy (load ${loadAtStart.toFixed(1)}): figures will be noisy.\n`);

const world = createHookWorld();
try {
  await measureUp(world, runs, report);
  await measureAbsent(world, runs, report);
  await measureSilent(world, report);
  await measureColdStart(world, report);
  const herd = await measureHerd(world);
  say(`${HERD} hooks at once on a cold start, all stored after ${Math.round(herd.storedAfterMs)} ms`);
  say(`${printRow(herd.row)}\n`);
  for (const verdict of verdicts) say(printVerdict(verdict));

  const machine = {
    cpu: os.cpus()[0]?.model,
    cores: os.cpus().length,
    platform: `${os.platform()} ${os.release()}`,
    node: process.version,
  };
  const folder = path.join(import.meta.dirname, 'results');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `hook-${new Date().toISOString().replaceAll(':', '-')}.json`);
  fs.writeFileSync(file, JSON.stringify({ machine, loadAtStart, runs, results, herd, verdicts }, null, 2));
  say(`\nWritten to ${path.relative(process.cwd(), file)}`);
} finally {
  world.close();
}
if (verdicts.some(({ holds }) => !holds)) process.exitCode = 1;
