import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describeMachine, warnIfBusy, writeResults } from './machine.ts';
import { buildLoad } from './programs.ts';
import { printVerdict, type Verdict } from './verdict.ts';

/** What every streaming bench has: a folder that goes away with it, the load, and somebody to tell. */
export interface Bench {
  readonly folder: string;
  readonly program: string;
  say(line: string): void;
}

interface Outcome {
  readonly verdicts: readonly Verdict[];
  /** Kept in the file of results beside the verdicts. */
  readonly [measured: string]: unknown;
}

/** Runs one bench from its first line to its verdicts; a limit that was missed makes the command fail. */
export async function runBench(name: string, measure: (bench: Bench) => Promise<Outcome>): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const machine = describeMachine();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-bench-'));
  try {
    const warning = warnIfBusy(machine);
    if (warning !== undefined) say(warning);
    const outcome = await measure({ folder, program: buildLoad(folder), say });
    for (const verdict of outcome.verdicts) say(printVerdict(verdict));
    say(`\nKept in ${writeResults(name, { machine, ...outcome })}`);
    if (outcome.verdicts.some(({ holds }) => !holds)) process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
