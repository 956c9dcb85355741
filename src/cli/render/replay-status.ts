import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import type { ReplayState } from '../../shared/replay-wire.ts';
import { toSafeText } from '../../shared/safe-text.ts';
import type { Glyphs } from './glyphs.ts';
import { cutToWidth } from './width.ts';

const ID_CHARS = 8;

/** What is about to be shown. */
export function printReplayBegin(state: ReplayState): string {
  const { session_id: session, count, start, end, max_gap_ms: maxGapMs } = state;
  const gaps = maxGapMs === undefined ? '' : `, pauses of at most ${printDuration(maxGapMs)}`;
  const lengthMs = Date.parse(end) - Date.parse(start);
  return `${nameOf(session)} as it was: ${printCount(count, 'event')} in ${printDuration(lengthMs)}${gaps}`;
}

export function printReplayEnd({ session_id: session, missing = 0 }: ReplayState): string {
  const end = `end of ${nameOf(session)}`;
  return missing === 0 ? end : `${end}; ${printCount(missing, 'event')} deleted meanwhile`;
}

function nameOf(session: string): string {
  return toSafeText(session).slice(0, ID_CHARS);
}

interface StatusOptions {
  readonly positionMs: number;
  readonly passed: number;
  readonly columns: number;
  readonly glyphs: Glyphs;
}

/** How a replay stands, in one line, and what can be done about it. */
export function printReplayStatus(state: ReplayState, { positionMs, passed, columns, glyphs }: StatusOptions): string {
  const [startMs, endMs] = [Date.parse(state.start), Date.parse(state.end)];
  const speed = state.speed === 'max' ? 'as fast as may be' : `${state.speed} x`;
  const parts = [
    state.state === 'paused' ? 'paused' : speed,
    `${printDuration(Math.max(0, positionMs - startMs))} of ${printDuration(endMs - startMs)}`,
    `${passed.toLocaleString('en')} of ${printCount(state.count, 'event')}`,
    'space, arrows, + -, q',
  ];
  return cutToWidth(parts.join('   '), columns, glyphs.more);
}
