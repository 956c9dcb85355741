import * as fs from 'node:fs';
import type { HomePaths } from '../shared/paths.ts';
import { parseSpoolName } from '../shared/spool.ts';

export interface SpoolCount {
  readonly files: number;
  readonly bytes: number;
  /** When the oldest of them happened, in ms since the epoch. */
  readonly oldestMs?: number;
}

/** Events that wait in the spool for a daemon. */
export function countSpool(paths: HomePaths): SpoolCount {
  const names = listFiles(paths.spool).flatMap((file) => {
    const name = parseSpoolName(file);
    return name === undefined ? [] : [{ file, sentAtMs: name.sentAtMs }];
  });
  const oldest = names.reduce((least, { sentAtMs }) => Math.min(least, sentAtMs), Number.POSITIVE_INFINITY);
  const bytes = names.reduce((sum, { file }) => sum + sizeOf(`${paths.spool}/${file}`), 0);
  return { files: names.length, bytes, ...(names.length === 0 ? {} : { oldestMs: oldest }) };
}

/** Events that a daemon refused for good, kept to be looked at. */
export function countRejected(paths: HomePaths): number {
  return listFiles(paths.rejected).filter((file) => parseSpoolName(file) !== undefined).length;
}

function listFiles(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

/** A file that the daemon has just taken away weighs nothing. */
function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
