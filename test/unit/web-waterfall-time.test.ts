import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  coveredMs,
  edgesOf,
  join,
  meets,
  type Stretch,
  subtract,
  totalMs,
} from '../../src/web/state/waterfall/stretch.ts';
import { placeTicks } from '../../src/web/state/waterfall/ticks.ts';
import { createTimeScale, type TimeScale } from '../../src/web/state/waterfall/time-scale.ts';
import {
  choose,
  follow,
  lookAt,
  pan,
  parseRange,
  printRange,
  roundUp,
  shownRange,
  widen,
  zoom,
} from '../../src/web/state/waterfall/view-range.ts';

const BEGAN_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const stretch = fc
  .tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 900 }))
  .map(([from, length]): Stretch => ({ fromMs: from, toMs: from + length }));
const stretches = fc.array(stretch, { maxLength: 25 });
const isIn = (ms: number, list: readonly Stretch[]) => list.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);

const minutes = (from: number, to: number): Stretch => ({
  fromMs: BEGAN_MS + from * MINUTE_MS,
  toMs: BEGAN_MS + to * MINUTE_MS,
});
const idle = (from: number, to: number) => ({ ...minutes(from, to), kind: 'idle' as const });

/** Any session's time, with any gaps in it. */
const scales = fc.tuple(stretches, fc.boolean()).map(([list, hidesIdle]): TimeScale => {
  const gaps = join(list).map((gap, at) => ({ ...gap, kind: at % 3 === 0 ? ('wait' as const) : ('idle' as const) }));
  return createTimeScale({ fromMs: 0, toMs: 6000 }, gaps, { hidesIdle });
});
const ranges = fc.tuple(scales, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));

test('stretches are joined and subtracted as each of their points says', () => {
  fc.assert(
    fc.property(stretches, stretches, fc.integer({ min: 0, max: 6000 }), (these, those, ms) => {
      expect(isIn(ms, join(these))).toBe(isIn(ms, these));
      expect(isIn(ms, subtract(these, those))).toBe(isIn(ms, these) && !isIn(ms, those));
      expect(totalMs(subtract(these, those))).toBe(totalMs(join([...these, ...those])) - totalMs(join(those)));
    }),
  );
});

test('what was joined is in order, and nothing of it touches', () => {
  fc.assert(
    fc.property(stretches, (list) => {
      const joined = join(list);
      joined.slice(1).forEach((next, at) => {
        expect(next.fromMs).toBeGreaterThan(joined[at]?.toMs ?? 0);
      });
    }),
  );
});

test('what is covered is told by begins and ends alone', () => {
  fc.assert(
    fc.property(stretches, (list) => {
      expect(coveredMs(edgesOf(list))).toBe(totalMs(join(list)));
    }),
  );
});

test('later is never shown further left, and what is shown leads back to its time', () => {
  const ms = fc.integer({ min: 0, max: 6000 });
  fc.assert(
    fc.property(scales, ms, ms, (scale, one, other) => {
      expect(Math.sign(scale.toShown(one) - scale.toShown(other)) * Math.sign(one - other)).toBeGreaterThanOrEqual(0);
      expect(scale.toShown(scale.toMs(scale.toShown(one)))).toBeCloseTo(scale.toShown(one), 6);
    }),
  );
});

test('without gaps time is shown as it is', () => {
  const scale = createTimeScale(minutes(0, 10), []);
  expect(scale.shownMs).toBe(10 * MINUTE_MS);
  expect(scale.toShown(BEGAN_MS + 4000)).toBeCloseTo(4000, 6);
});

test('a night between two turns takes a fifth of what was done, and nothing when idle time is hidden', () => {
  const night = [idle(5, 600)];
  const compressed = createTimeScale(minutes(0, 605), night);
  expect(compressed.shownMs / MINUTE_MS).toBeCloseTo(12);
  expect(
    (compressed.toShown(BEGAN_MS + 600 * MINUTE_MS) - compressed.toShown(BEGAN_MS + 5 * MINUTE_MS)) / MINUTE_MS,
  ).toBeCloseTo(2);
  expect(createTimeScale(minutes(0, 605), night, { hidesIdle: true }).shownMs).toBeCloseTo(10 * MINUTE_MS);
});

test('waiting for the human is no idle time: it stays when that is hidden', () => {
  const scale = createTimeScale(minutes(0, 605), [{ ...minutes(5, 600), kind: 'wait' }], { hidesIdle: true });
  expect(scale.shownMs / MINUTE_MS).toBeCloseTo(12);
});

test('zooming keeps what is under the pointer there, unless an end is in the way', () => {
  const scale = createTimeScale(minutes(0, 60), []);
  const range = zoom(scale, minutes(20, 40), 0.5, 0.25);
  expect(range).toEqual(minutes(22.5, 32.5));
  expect(zoom(scale, minutes(0, 20), 2, 0.9)).toEqual(minutes(0, 40));
});

test('zoomed out far enough, all is looked at again', () => {
  const scale = createTimeScale(minutes(0, 60), []);
  expect(zoom(scale, minutes(10, 40), 4)).toBeUndefined();
});

test('whatever is zoomed, panned or chosen stays within what there is, and panning keeps its length', () => {
  const share = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(ranges, share, fc.double({ min: 0.01, max: 5, noNaN: true }), ([scale, one, other], by, factor) => {
      const chosen = choose(scale, one, other);
      for (const range of [
        chosen,
        pan(scale, chosen, by),
        zoom(scale, chosen, factor),
        zoom(scale, chosen, factor, 1),
      ]) {
        const [from, to] = shownRange(scale, range);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(scale.shownMs + 1e-6);
        expect(to).toBeGreaterThanOrEqual(from);
      }
      const [before, after] = [shownRange(scale, chosen), shownRange(scale, pan(scale, chosen, by))];
      expect(after[1] - after[0]).toBeCloseTo(before[1] - before[0], 6);
    }),
  );
});

test('the end is followed only where it was looked at', () => {
  const [before, after] = [createTimeScale(minutes(0, 60), []), createTimeScale(minutes(0, 62), [])];
  expect(follow(before, after, undefined)).toBeUndefined();
  expect(follow(before, after, minutes(50, 60))).toEqual(minutes(52, 62));
  expect(follow(before, after, minutes(40, 50))).toEqual(minutes(40, 50));
});

test('to look at a call leaves some room around it', () => {
  const range = lookAt(createTimeScale(minutes(0, 60), []), minutes(20, 30));
  expect(range).toEqual(minutes(18.5, 31.5));
});

test('what moves a little keeps the rows that are around it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 0, max: 5_000_000 }), (lengthMs, fromMs) => {
      const [range, around] = [{ fromMs, toMs: fromMs + lengthMs }, widen({ fromMs, toMs: fromMs + lengthMs })];
      expect(around.fromMs).toBeLessThanOrEqual(range.fromMs);
      expect(around.toMs).toBeGreaterThanOrEqual(range.toMs);
      expect(totalMs([around])).toBeLessThanOrEqual(1.5 * lengthMs + 2);
    }),
  );
  expect(widen(minutes(10, 20))).toEqual(widen(minutes(10.001, 20.001)));
});

test('a range can stand in the address; anything else there is none', () => {
  expect(parseRange(printRange(minutes(1, 2)) ?? '')).toEqual(minutes(1, 2));
  expect(['', '1', '5-5', '9-3', 'x-y', null, `1-${'9'.repeat(20)}`].map(parseRange).filter(Boolean)).toEqual([]);
});

test('ticks stand at round local times, apart from one another', () => {
  const scale = createTimeScale(minutes(0, 60), []);
  const { stepMs, ticks } = placeTicks(scale, undefined, { widthPx: 600, apartPx: 90, offsetMs: 0 });
  expect(stepMs).toBe(10 * MINUTE_MS);
  expect(ticks.map(({ at }) => Math.round(at * 60))).toEqual([0, 10, 20, 30, 40, 50, 60]);
  const offset = placeTicks(scale, undefined, { widthPx: 300, apartPx: 90, offsetMs: 5.75 * 60 * MINUTE_MS });
  expect(offset.ticks.map(({ ms }) => (ms - BEGAN_MS) / MINUTE_MS)).toEqual([15, 45]);
});

test('ticks go on behind a gap', () => {
  const scale = createTimeScale(minutes(0, 100), [idle(20, 80)]);
  const { ticks } = placeTicks(scale, undefined, { widthPx: 1000, apartPx: 90, offsetMs: 0 });
  expect(ticks.map(({ ms }) => (ms - BEGAN_MS) / MINUTE_MS)).toEqual([0, 5, 10, 15, 20, 80, 85, 90, 95, 100]);
});

test('no tick stands within a gap or too near to another, whatever is looked at', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 40, max: 2000 }), ([scale, one, other], widthPx) => {
      const { ticks } = placeTicks(scale, choose(scale, one, other), { widthPx, apartPx: 80, offsetMs: 0 });
      expect(ticks.length).toBeLessThanOrEqual(widthPx / 80 + 1);
      for (const { ms, at } of ticks) {
        expect(scale.gaps.some(({ fromMs, toMs }) => fromMs < ms && ms < toMs)).toBe(false);
        expect(at).toBeGreaterThanOrEqual(-1e-9);
        expect(at).toBeLessThanOrEqual(1 + 1e-9);
      }
      ticks.slice(1).forEach(({ at }, index) => {
        expect((at - (ticks[index]?.at ?? 0)) * widthPx).toBeGreaterThanOrEqual(80 - 1e-6);
      });
    }),
  );
});

test('stretches that only touch meet, those apart do not', () => {
  expect([meets(minutes(0, 1), minutes(1, 2)), meets(minutes(0, 1), minutes(2, 3))]).toEqual([true, false]);
});

test('time that goes on ends a little behind what was heard of last, and stays there for a while', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 9 }), (lengthMs) => {
      const endMs = roundUp({ fromMs: BEGAN_MS, toMs: BEGAN_MS + lengthMs });
      const roomMs = endMs - BEGAN_MS - lengthMs;
      expect(roomMs).toBeGreaterThanOrEqual(0);
      expect(roomMs).toBeLessThanOrEqual(lengthMs / 60);
      expect(roundUp({ fromMs: BEGAN_MS, toMs: endMs })).toBe(endMs);
    }),
  );
  const ends = Array.from({ length: 1000 }, (_, at) => roundUp({ fromMs: 0, toMs: 10 * MINUTE_MS + at * 100 }));
  expect(new Set(ends).size).toBeLessThan(20);
});
