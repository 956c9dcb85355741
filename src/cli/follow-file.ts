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
    const lines = (rest + readSince(file, place, now)).split('\n');
    rest = lines.pop() ?? '';
    place = now;
    yield* lines;
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

/** What was added since: to this file, or to the one that it was until it was set aside. */
function readSince(file: string, before: Stamp, now: Stamp): string {
  if (now.inode === before.inode && now.size >= before.size) return readFrom(file, before.size, now.size);
  const former = `${file}.1`;
  const { inode, size } = stampOf(former);
  const rest = inode === before.inode && size > before.size ? readFrom(former, before.size, size) : '';
  return rest + readFrom(file, 0, now.size);
}

function readFrom(file: string, from: number, to: number): string {
  if (to === from) return '';
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
