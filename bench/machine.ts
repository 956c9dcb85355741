import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export interface Machine {
  readonly cpu: string | undefined;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  readonly loadAtStart: number;
}

/** Where and beside what it was measured. */
export function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model,
    cores: os.cpus().length,
    platform: `${os.platform()} ${os.release()}`,
    node: process.version,
    loadAtStart: os.loadavg()[0] ?? 0,
  };
}

/** A sentence where other work will be seen in the figures. */
export function warnIfBusy({ cores, loadAtStart }: Machine): string | undefined {
  if (loadAtStart <= cores / 2) return undefined;
  return `The machine is busy (load ${loadAtStart.toFixed(1)}): trust the ratios of CPU, not the times.`;
}

/** Keeps everything measured; returns the file. */
export function writeResults(name: string, results: object): string {
  const folder = path.join(import.meta.dirname, 'results');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}-${new Date().toISOString().replaceAll(':', '-')}.json`);
  fs.writeFileSync(file, JSON.stringify(results, null, 2));
  return file;
}
