import { randomBytes } from 'node:crypto';

let lastMs = 0;
let sameMs = 0;

/**
 * A UUID of version 7 (RFC 9562 §5.7): unique for ever, and sorted by the time it was made, also within one
 * millisecond of one process. `nowMs` is in ms since the epoch.
 */
export function createEventId(nowMs: number): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sameMs = 0;
  } else {
    sameMs += 1;
    if (sameMs > 0xfff) {
      lastMs += 1;
      sameMs = 0;
    }
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const counter = sameMs.toString(16).padStart(3, '0');
  const random = randomBytes(8);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const tail = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

const ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Whether a sender's own id may be used as a key and in a file name. */
export function isEventId(text: string): boolean {
  return ID.test(text);
}
