import { MINUTE_MS } from '../sessions/minute.ts';

/** Some time, cut into buckets of equal length; the last may end later than what was asked for. */
export interface Window {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly bucketMs: number;
  readonly buckets: number;
  /** From one to before the other, since the epoch. */
  readonly firstMinute: number;
  readonly endMinute: number;
  /** Which bucket a minute is of. */
  bucketOf(minute: number): number;
}

/** More can hardly be seen side by side. */
const MOST_BUCKETS = 180;
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 360, 1440, 10_080];
const LONGEST = 10_080;

/** Buckets begin at round times, so that the same time is in the same bucket whoever asks when. */
export function createWindow(sinceMs: number, untilMs: number): Window {
  const minutes = (untilMs - sinceMs) / MINUTE_MS;
  const bucketMinutes = MINUTES.find((length) => minutes / length <= MOST_BUCKETS) ?? LONGEST;
  const bucketMs = bucketMinutes * MINUTE_MS;
  const beginMs = Math.floor(sinceMs / bucketMs) * bucketMs;
  const firstMinute = beginMs / MINUTE_MS;
  return {
    sinceMs: beginMs,
    untilMs,
    bucketMs,
    buckets: Math.floor((untilMs - beginMs) / bucketMs) + 1,
    firstMinute,
    endMinute: Math.floor(untilMs / MINUTE_MS) + 1,
    bucketOf: (minute) => Math.floor((minute - firstMinute) / bucketMinutes),
  };
}
