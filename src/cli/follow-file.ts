import * as fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 200;

/** The lines of a log file and of the one before it, which a rotation may just have begun. */
export function readLines(file: string): string[] {
  return [`${file}.1`, file].flatMap((one) => (fs.existsSync(one) ? splitLines(fs.readFileSync(one, 'utf8')) : []));
}

/** Lines added to the file from now on, through its rotations, until the signal. */
export async function* followFile(file: string, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
  let place = stampOf(file);
  let rest = '';
  while (!signal.aborted) {
    const now = stampOf(file);
    if (now.inode !== place.inode || now.size < place.size) place = { inode: now.inode, size: 0 };
    if (now.size > place.size) {
      const lines = (rest + readFrom(file, place.size, now.size)).split('\n');
      rest = lines.pop() ?? '';
      place = now;
      yield* lines;
    }
    await delay(LOOK_EVERY_MS);
  }
}

interface Stamp {
  readonly inode: number;
  readonly size: number;
}

function stampOf(file: string): Stamp {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return { inode: stat?.ino ?? 0, size: stat?.size ?? 0 };
}

function readFrom(file: string, from: number, to: number): string {
  const descriptor = fs.openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(to - from);
    return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, bytes.length, from)).toString('utf8');
  } finally {
    fs.closeSync(descriptor);
  }
}

function splitLines(text: string): string[] {
  return text.split('\n').filter(Boolean);
}
