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
    if (sameMs > 0xf_ff) {
      lastMs += 1;
      sameMs = 0;
    }
  }
  const bytes = randomBytes(16);
  let rest = lastMs;
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (sameMs >> 8);
  bytes[7] = sameMs & 0xff;
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
