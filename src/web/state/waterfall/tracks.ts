import type { Moment } from '../moment.ts';
import { countSame } from './count-same.ts';
import type { Row } from './row.ts';
import type { Stretch } from './stretch.ts';

/**
 * Calls in columns, in the order they begin: a picture of ten thousands of them is made without looking at each of them again.
 * They are those of whoever puts calls on them, and change under their holder when that is told again.
 */
export interface Tracks {
  readonly fromMs: readonly number[];
  readonly toMs: readonly number[];
  /** The first where it meets no other. */
  readonly track: readonly number[];
  readonly outcome: readonly Moment['outcome'][];
  readonly wait: readonly (Stretch | undefined)[];
  /** So many tracks there are. */
  readonly count: number;
}

/** Puts the calls among rows on tracks. Told again it goes on from the calls that begin before all that has changed. */
export function createTracks(): (rows: readonly Row[]) => Tracks {
  const fromMs: number[] = [];
  const toMs: number[] = [];
  const track: number[] = [];
  const outcome: Moment['outcome'][] = [];
  const wait: (Stretch | undefined)[] = [];
  /** Where each stands among the rows. */
  const place: number[] = [];
  let told: readonly Row[] = [];

  /** Where each track is free again. */
  const endsOf = (): number[] => {
    const endsMs: number[] = [];
    for (let at = 0; at < track.length; at += 1) endsMs[track[at] as number] = endOf(fromMs[at], toMs[at]);
    return endsMs;
  };
  const add = (rows: readonly Row[], index: number, endsMs: number[]): void => {
    const row = rows[index] as Row;
    const free = endsMs.findIndex((endMs) => endMs <= row.fromMs);
    const on = free === -1 ? endsMs.length : free;
    endsMs[on] = endOf(row.fromMs, row.toMs);
    fromMs.push(row.fromMs);
    toMs.push(row.toMs);
    track.push(on);
    place.push(index);
    outcome.push(row.moment.outcome);
    wait.push(row.wait);
  };
  return (rows) => {
    const same = countSame(told, rows);
    const fresh = indicesOfCalls(rows, same);
    const leastMs = fresh.reduce(
      (least, index) => Math.min(least, rows[index]?.fromMs ?? least),
      Number.POSITIVE_INFINITY,
    );
    const changed = fromMs.findIndex((beganMs, at) => beganMs >= leastMs || (place[at] as number) >= same);
    const kept = changed === -1 ? fromMs.length : changed;
    const again = place.slice(kept).filter((index) => index < same);
    for (const column of [fromMs, toMs, track, place, outcome, wait]) column.length = kept;
    const began = (index: number): number => rows[index]?.fromMs ?? 0;
    const endsMs = endsOf();
    for (const index of [...again, ...fresh].sort((one, other) => began(one) - began(other) || one - other)) {
      add(rows, index, endsMs);
    }
    told = rows;
    return { fromMs, toMs, track, outcome, wait, count: endsMs.length };
  };
}

function indicesOfCalls(rows: readonly Row[], first: number): number[] {
  const indices: number[] = [];
  for (let at = first; at < rows.length; at += 1) {
    const { moment, isHead } = rows[at] as Row;
    if (moment.kind === 'call' && !isHead) indices.push(at);
  }
  return indices;
}

/** What took no time has its place all the same. */
function endOf(fromMs = 0, toMs = 0): number {
  return Math.max(toMs, fromMs + 1);
}
