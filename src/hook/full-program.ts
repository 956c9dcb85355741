import * as fs from 'node:fs';
import * as path from 'node:path';

/** A command and the arguments that come before ours. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** How to start this hook again: the executable itself, or the same Node on the same bundle. */
export function findSelf(): Program {
  if (!isNodeForm()) return { command: process.execPath, args: [] };
  return { command: process.execPath, args: [process.argv[1] ?? ''] };
}

/** Where everything but the hook is: `mpm-hook-full` beside us; in the Node form, else the commands' bundle, run by the same Node. */
export function findFullProgram(): Program {
  const beside = path.dirname(process.execPath);
  if (!isNodeForm()) return { command: path.join(beside, 'mpm-hook-full'), args: [] };
  const bundle = path.dirname(process.argv[1] ?? '.');
  const executable = path.join(bundle, '..', 'mpm-hook-full');
  if (fs.existsSync(executable)) return { command: executable, args: [] };
  return { command: process.execPath, args: [path.join(bundle, 'cli.cjs')] };
}

function isNodeForm(): boolean {
  return path.basename(process.execPath).startsWith('node');
}
