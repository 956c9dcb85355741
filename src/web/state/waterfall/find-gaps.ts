import type { Entry } from './entry.ts';
import type { Turn } from './find-turns.ts';
import { isToldElsewhere } from './lanes.ts';
import { type Stretch, subtract } from './stretch.ts';
import type { Gap } from './time-scale.ts';

/** In order, none touching the next. */
export interface Stillness {
  /** In which nothing was done at all. */
  readonly idle: readonly Stretch[];
  /** In which all that went on waited for the human. */
  readonly standstills: readonly Stretch[];
}

/** Shorter pauses are part of the picture. */
const LEAST_GAP_MS = 30_000;

/** When nothing was done at all. Entries come in the order they begin, so that nothing has to be sorted. */
export function findIdle(entries: readonly Entry[], turns: readonly Turn[], extent: Stretch): Stretch[] {
  const idle: Stretch[] = [];
  let overMs = extent.fromMs;
  const cover = ({ fromMs, toMs }: Stretch): void => {
    if (toMs <= fromMs) return;
    if (fromMs > overMs) idle.push({ fromMs: overMs, toMs: fromMs });
    overMs = Math.max(overMs, toMs);
  };
  const begun = turns[0]?.key === undefined ? turns[0] : undefined; // no row covers it
  for (const entry of entries) {
    if (begun?.fromMs === entry.moment.atMs) cover(begun);
    if (!isToldElsewhere(entry)) cover(entry.bar);
  }
  if (overMs < extent.toMs) idle.push({ fromMs: overMs, toMs: extent.toMs });
  return idle;
}

/** While all that went on waited for the human. */
export function findStandstills(entries: readonly Entry[], { fromMs, toMs }: Stretch): Stretch[] {
  const work = entries.filter(({ row }) => row?.moment.kind === 'call' && !row.isHead).map(({ bar }) => bar);
  const waits = work.map(({ wait }) => wait).filter((wait) => wait !== undefined);
  if (waits.length === 0) return [];
  const runs = work.map((bar) => ({ fromMs: bar.wait?.toMs ?? bar.fromMs, toMs: bar.toMs }));
  const outside = [
    { fromMs: Number.NEGATIVE_INFINITY, toMs: fromMs },
    { fromMs: toMs, toMs: Number.POSITIVE_INFINITY },
  ];
  return subtract(waits, [...runs, ...outside]);
}

/** Long stretches without any work: nobody had asked for it, or it waited for an answer. */
export function findGaps({ idle, standstills }: Stillness): Gap[] {
  const gaps = [...idle.filter(isLong).map(toGap('idle')), ...standstills.filter(isLong).map(toGap('wait'))];
  return gaps.sort((one, other) => one.fromMs - other.fromMs);
}

function isLong({ fromMs, toMs }: Stretch): boolean {
  return toMs - fromMs >= LEAST_GAP_MS;
}

function toGap(kind: Gap['kind']): (stretch: Stretch) => Gap {
  return ({ fromMs, toMs }) => ({ fromMs, toMs, kind });
}
