import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

/** How the command is started: through `sh -c`, as a plain hook entry, or directly, as one with `args`. */
export type Form = 'sh' | 'exec';

/** One command's times in ms, from its start until it has exited and its output has ended. */
export interface Row {
  readonly name: string;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  readonly cpu: number;
  /** How often it exited with another status than 0, and how often it wrote anything. */
  readonly failed: number;
  readonly noisy: number;
}

interface Measurement {
  readonly form: Form;
  readonly runs: number;
  readonly warmup?: number;
  /** Start so many of a command at once. */
  readonly together?: number;
  readonly event: string;
  readonly env: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, string>>;
}

/**
 * Times the commands in turns. A Python program does it: Node's own child_process adds a millisecond of its event loop
 * to each of the two that the hook takes.
 */
export async function measure(measurement: Measurement): Promise<Row[]> {
  const { form, runs, warmup = 3, together = 0, event, env, commands } = measurement;
  const answer = `${event}.${process.pid}.rows`;
  const flags = ['--quiet', '--json', answer, '--event', event, '--runs', String(runs), '--warmup', String(warmup)];
  if (form === 'exec') flags.push('--exec');
  if (together > 0) flags.push('--together', String(together));
  const specs = Object.entries(commands).map(([name, command]) => `${name}=${command}`);
  const program = path.join(import.meta.dirname, 'hook_latency.py');
  await promisify(execFile)('python3', [program, ...flags, ...specs], { env: { ...env } });
  const { rows } = JSON.parse(fs.readFileSync(answer, 'utf8')) as { rows: Row[] };
  fs.rmSync(answer);
  return rows;
}
