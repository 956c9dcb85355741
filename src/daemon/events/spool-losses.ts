import * as fs from 'node:fs';
import { ignoreAbsent } from './spool-folder.ts';

/** A hook that had opened the file before it was renamed has written its line by then. */
const SETTLED_MS = 1000;

/**
 * Takes over what hooks wrote down about events that a full spool had no room for. The file is renamed first and read
 * only when nobody can be writing to it any more: 0 until then, and `isWaiting` says that there is something to come.
 */
export function readLosses(file: string, nowMs: number): { readonly events: number; readonly isWaiting: boolean } {
  const taken = `${file}.taken`;
  const takenAtMs = fs.statSync(taken, { throwIfNoEntry: false })?.ctimeMs;
  if (takenAtMs === undefined) {
    const isTaken = ignoreAbsent(() => {
      fs.renameSync(file, taken);
      return true;
    });
    return { events: 0, isWaiting: isTaken === true };
  }
  if (nowMs - takenAtMs < SETTLED_MS) return { events: 0, isWaiting: true };
  const events = fs
    .readFileSync(taken, 'utf8')
    .split('\n')
    .reduce((sum, line) => sum + eventsIn(line), 0);
  fs.rmSync(taken);
  return { events, isWaiting: fs.existsSync(file) };
}

function eventsIn(line: string): number {
  try {
    const value: unknown = JSON.parse(line);
    const isLoss = typeof value === 'object' && value !== null && 'files' in value;
    return isLoss && Number.isSafeInteger(value.files) ? Math.max(0, Number(value.files)) : 0;
  } catch {
    return 0; // the end of the file, or a line that a killed hook did not finish
  }
}
