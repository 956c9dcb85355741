import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTimetable } from '../../src/daemon/replay/timetable.ts';
import { aTimetable, BEGAN_AT_MS } from '../helpers/replay-stage.ts';

const HOUR_MS = 3_600_000;

test('events come in the order they happened, those of one time by their ids, whenever they arrived', () => {
  const timetable = createTimetable([
    { seq: 1, id: 'c', atMs: 20 },
    { seq: 2, id: 'b', atMs: 20 },
    { seq: 3, id: 'a', atMs: 10 },
  ]);
  expect(timetable?.seqs(0, 3)).toEqual([3, 2, 1]);
  expect([timetable?.startMs, timetable?.endMs, timetable?.lengthMs]).toEqual([10, 20, 10]);
});

test('of nothing there is no timetable', () => {
  expect(createTimetable([])).toBeUndefined();
});

test('a gap that is too long is shortened; what comes after keeps its distances', () => {
  const timetable = aTimetable([0, 1000, 1000 + HOUR_MS, 1500 + HOUR_MS], 5000);
  expect([0, 1, 2, 3].map(timetable.playedMs)).toEqual([0, 1000, 6000, 6500]);
  expect(timetable.endMs - timetable.startMs).toBe(1500 + HOUR_MS);
});

test.each([
  ['a time', { atMs: BEGAN_AT_MS + 1000 }, 1000],
  ['a stretch from the beginning', { intoMs: 1500 }, 1500],
  ['a stretch further on', { byMs: 500 }, 1200],
  ['a stretch back', { byMs: -500 }, 200],
  ['before the beginning', { byMs: -5000 }, 0],
  ['a time before the beginning', { atMs: 0 }, 0],
  ['behind the end', { intoMs: 99_000_000 }, 6000],
  ['within a shortened gap', { intoMs: 1000 + HOUR_MS / 2 }, 6000],
])('%s is a place in it', (_title, place, playedMs) => {
  expect(aTimetable([0, 1000, 1000 + HOUR_MS], 5000).toPlayed(place, 700)).toBe(playedMs);
});

test('recorded and played time are the same places, gaps or none', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 20_000 }), fc.nat(100_000), (lengths, maxGapMs, anywhere) => {
      let atMs = 0;
      const timetable = aTimetable(
        lengths.map((ms) => {
          atMs += ms;
          return atMs;
        }),
        maxGapMs,
      );
      const playedMs = anywhere % (timetable.lengthMs + 1);
      expect(timetable.toPlayed({ atMs: timetable.toRecorded(playedMs) }, 0)).toBe(playedMs);
      const index = timetable.indexAt(playedMs);
      expect(timetable.playedMs(index)).toBeGreaterThanOrEqual(playedMs);
      if (index > 0) expect(timetable.playedMs(index - 1)).toBeLessThan(playedMs);
    }),
  );
});
