import { atLeast, atMost, median, type Verdict } from './verdict.ts';
import type { ViewCost } from './web-measure.ts';

/** What each view has to hold while events arrive. */
const LONGEST_TASK_MS = 100;
const FRAMES_SHARE = 0.8;
const HEAP_MEGABYTES = 150;
const TO_PIXELS_MS = 150;
const FIRST_PAINT_MS = 500;

export function judgeView({ name, openings, longTasksMs, frames, heapBytes, probes }: ViewCost): Verdict[] {
  const seen = probes.toPixelsMs.toSorted((one, other) => one - other);
  const p95Ms = seen[Math.ceil(seen.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY;
  return [
    atMost(FIRST_PAINT_MS, `${name}: first paint, ms`, median(openings.map(({ paintMs }) => paintMs))),
    atMost(FIRST_PAINT_MS, `${name}: first rows, ms`, median(openings.map(({ rowsMs }) => rowsMs))),
    atMost(LONGEST_TASK_MS, `${name}: longest task, ms`, Math.max(0, ...longTasksMs)),
    atLeast(FRAMES_SHARE, `${name}: frames while scrolling, of those of an empty page`, frames.ours / frames.empty),
    atMost(TO_PIXELS_MS, `${name}: from an event to its pixels, p95, ms`, p95Ms),
    atMost(0, `${name}: probes that were never seen`, probes.sent - seen.length),
    atMost(HEAP_MEGABYTES, `${name}: JS heap, MB`, heapBytes / 1e6),
  ];
}
