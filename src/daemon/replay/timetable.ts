import type { ReplayPlace } from '../../shared/replay-wire.ts';
import type { Moment } from '../store/recording-reader.ts';

/**
 * When each event of a recording is due, in the order of its story. Two times run in it: the recorded one, in ms since
 * the epoch, and the played one, in ms from the beginning and without what is too long of the gaps.
 */
export interface Timetable {
  readonly count: number;
  readonly startMs: number;
  readonly endMs: number;
  /** How long all of it takes at speed 1. */
  readonly lengthMs: number;
  seqs(from: number, to: number): number[];
  playedMs(index: number): number;
  /** The first event that is not before this played time; `count` when all are. */
  indexAt(playedMs: number): number;
  /** The recorded time at a played one. */
  toRecorded(playedMs: number): number;
  /** The played time of a place; what lies outside of the recording is its beginning or end. */
  toPlayed(place: ReplayPlace, hereMs: number): number;
}

/** Undefined when there is nothing to play. Costs two numbers an event, however large these are. */
export function createTimetable(moments: readonly Moment[], maxGapMs = Infinity): Timetable | undefined {
  const story = moments.toSorted((one, other) => one.atMs - other.atMs || (one.id < other.id ? -1 : 1));
  const [first, last] = [story[0], story.at(-1)];
  if (first === undefined || last === undefined) return undefined;

  const count = story.length;
  const seqs = Float64Array.from(story, ({ seq }) => seq);
  const recorded = Float64Array.from(story, ({ atMs }) => atMs);
  const played = new Float64Array(count);
  for (let index = 1; index < count; index += 1) {
    played[index] = at(played, index - 1) + Math.min(at(recorded, index) - at(recorded, index - 1), maxGapMs);
  }
  const lengthMs = at(played, count - 1);

  /** In a gap that was shortened, its end is not reached before the next event. */
  const recordedToPlayed = (atMs: number): number => {
    const next = firstNotBelow(recorded, atMs);
    if (next === 0) return 0;
    return at(played, next - 1) + Math.min(atMs - at(recorded, next - 1), next === count ? 0 : maxGapMs);
  };

  return {
    count,
    startMs: first.atMs,
    endMs: last.atMs,
    lengthMs,
    seqs: (from, to) => [...seqs.subarray(from, to)],
    playedMs: (index) => at(played, index),
    indexAt: (playedMs) => firstNotBelow(played, playedMs),
    toRecorded(playedMs) {
      const next = firstNotBelow(played, playedMs);
      if (next === count) return last.atMs;
      if (at(played, next) === playedMs || next === 0) return at(recorded, next);
      return at(recorded, next - 1) + playedMs - at(played, next - 1);
    },
    toPlayed(place, hereMs) {
      if ('byMs' in place) return Math.min(Math.max(hereMs + place.byMs, 0), lengthMs);
      return recordedToPlayed('atMs' in place ? place.atMs : first.atMs + place.intoMs);
    },
  };
}

/** By halves: the first index whose value is not below; the length when all are. */
function firstNotBelow(values: Float64Array, bound: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(values, middle) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
