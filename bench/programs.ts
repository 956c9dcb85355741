import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

export function hasProgram(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => fs.existsSync(path.join(folder, name)));
}

/** A registry that does not answer is as good as none. */
const PATIENCE_MS = 60_000;

/** Whether the command ends well; what it says is thrown away. */
export function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: PATIENCE_MS });
    return true;
  } catch {
    return false; // not there, or not willing
  }
}

/** Builds the program that makes the load; without a C compiler none of these benches can run. */
export function buildLoad(folder: string): string {
  if (!hasProgram('cc')) throw new Error('The load is a C program, and there is no cc here: apt-get install gcc.');
  const program = path.join(folder, 'stream-load');
  execFileSync('cc', ['-O2', '-o', program, path.join(import.meta.dirname, 'stream-load.c')]);
  return program;
}
