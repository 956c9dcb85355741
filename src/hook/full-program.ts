import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FullProgram } from './launch-gate.ts';

/** Where everything but the hook is: `mpm-hook-full` beside us; in the Node form, the commands' bundle, run by the same Node. */
export function findFullProgram(): FullProgram {
  const beside = path.dirname(process.execPath);
  if (!path.basename(process.execPath).startsWith('node')) {
    return { command: path.join(beside, 'mpm-hook-full'), args: [] };
  }
  const bundle = path.dirname(process.argv[1] ?? '.');
  const executable = path.join(bundle, '..', 'mpm-hook-full');
  if (fs.existsSync(executable)) return { command: executable, args: [] };
  return { command: process.execPath, args: [path.join(bundle, 'cli.cjs')] };
}
