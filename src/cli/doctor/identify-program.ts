import * as fs from 'node:fs';

export type ProgramKind = 'native' | 'full' | 'script';

/** The native hook is a few hundred kilobytes; an executable with Node inside begins at eighty megabytes. */
const NATIVE_MAX_BYTES = 30 * 1024 * 1024;

/** What kind of program a file is, by its size and its first bytes. */
export function identifyProgram(file: string): ProgramKind {
  const first = Buffer.alloc(2);
  const descriptor = fs.openSync(file, 'r');
  try {
    fs.readSync(descriptor, first, 0, 2, 0);
    if (first.toString('latin1') === '#!') return 'script';
    return fs.fstatSync(descriptor).size > NATIVE_MAX_BYTES ? 'full' : 'native';
  } finally {
    fs.closeSync(descriptor);
  }
}
