import type { Recording } from './recording.ts';

export type Speed = number | 'max';

/** Of longer pauses only so much is played, where idle times are skipped. */
export const MAX_GAP_MS = 3000;

export interface Pace {
  readonly speed: Speed;
  readonly skipsIdle: boolean;
}

/** Where a replay is by now that was at `fromMs` so long ago: never past the next event, which says itself that it has come. */
export function reachedMs(fromMs: number, elapsedMs: number, pace: Pace, recording: Recording): number {
  if (pace.speed === 'max') return fromMs;
  const last = recording.timeUpTo(fromMs);
  const next = recording.timeAfter(fromMs);
  const bound = next === undefined ? fromMs : next - 1;
  const gapEndMs = pace.skipsIdle && last !== undefined ? Math.max(fromMs, last + MAX_GAP_MS) : bound;
  return Math.round(Math.min(fromMs + elapsedMs * pace.speed, bound, gapEndMs));
}
