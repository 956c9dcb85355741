import { isSea } from 'node:sea';

/** How to start this very program again: a command and the arguments that come before its own. */
export interface SelfCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** The executable itself; in the Node form, the same Node on the same entry. */
export function selfCommand(): SelfCommand {
  if (isSea()) return { command: process.execPath, args: [] };
  return { command: process.execPath, args: [process.argv[1] ?? ''] };
}
