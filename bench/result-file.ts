import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

interface Machine {
  readonly cpu: string | undefined;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  readonly loadAtStart: number;
}

/** Programs that a bench would have compared with, had they been there. */
const COMPARED = ['rg', 'jq', 'grep'];

/** Tells what the figures were taken on, and what makes them doubtful. */
export function sayMachine(): Machine {
  const loadAtStart = os.loadavg()[0] ?? 0;
  if (loadAtStart > os.cpus().length / 2) {
    process.stdout.write(`The machine is busy (load ${loadAtStart.toFixed(1)}): figures will be noisy.\n`);
  }
  const missing = COMPARED.filter((name) => spawnSync(name, ['--version']).error !== undefined);
  if (missing.length > 0) process.stdout.write(`Not installed here, so not compared with: ${missing.join(', ')}.\n`);
  return {
    cpu: os.cpus()[0]?.model,
    cores: os.cpus().length,
    platform: `${os.platform()} ${os.release()}`,
    node: process.version,
    loadAtStart,
  };
}

export function writeResult(name: string, result: object): void {
  const folder = path.join(import.meta.dirname, 'results');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}-${new Date().toISOString().replaceAll(':', '-')}.json`);
  fs.writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`\nWritten to ${path.relative(process.cwd(), file)}\n`);
}
