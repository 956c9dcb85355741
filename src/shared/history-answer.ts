import type { Entry } from './history.ts';

/** An answer stays under this; the oldest events are left out first, and `complete` says so. */
const MAX_ANSWER_CHARS = 8 * 1024 * 1024;

/** `system.history`: envelopes oldest first, set in as they are. */
export function printHistory(entries: readonly Entry[], maxChars = MAX_ANSWER_CHARS): string {
  let chars = 0;
  let from = entries.length;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    chars += entries[at]?.json.length ?? 0;
    if (chars > maxChars) break;
    from = at;
  }
  const events = entries.slice(from).map((entry) => entry.json);
  return `{"type":"system.history","complete":${from === 0},"events":[${events.join(',')}]}`;
}
