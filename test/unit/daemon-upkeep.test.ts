import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startUpkeep } from '../../src/daemon/upkeep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(idleExitMs = 0) {
  const done = { beats: 0, flushes: 0, notes: 0, records: 0, ends: [] as string[] };
  const world = { isStillOurs: true, canReturn: false };
  const count = (what: 'beats' | 'flushes' | 'notes' | 'records'): void => {
    done[what] += 1;
  };
  const upkeep = startUpkeep({
    owner: { isStillOurs: () => world.isStillOurs },
    store: { lastSeq: () => 0, canReturn: () => world.canReturn },
    counters: { flush: () => count('flushes') },
    measures: { note: () => count('notes') },
    door: { beat: () => count('beats'), watching: () => ({}) },
    record: { ensure: () => count('records') },
    idleExitMs,
    requestEnd: (reason) => done.ends.push(reason),
  });
  return { done, world, upkeep };
}

test('every thirty seconds there is one beat for all: pings, health, counters and the state file', () => {
  const { done, upkeep } = start();
  vi.advanceTimersByTime(29_999);
  expect(done).toEqual({ beats: 0, flushes: 0, notes: 0, records: 0, ends: [] });
  vi.advanceTimersByTime(60_001);
  expect(done).toEqual({ beats: 3, flushes: 3, notes: 3, records: 3, ends: [] });
  upkeep.close();
  vi.advanceTimersByTime(60_000);
  expect(done.beats).toBe(3);
});

test('F19: a daemon whose home was removed or replaced ends, and writes nothing into another’s', () => {
  const { done, world } = start();
  world.isStillOurs = false;
  vi.advanceTimersByTime(30_000);
  expect(done).toEqual({ beats: 0, flushes: 0, notes: 0, records: 0, ends: ['its home was removed'] });
});

test('F37: a daemon whose store could not be opened ends when it can be, for the next to begin with it', () => {
  const { done, world } = start();
  world.canReturn = true;
  vi.advanceTimersByTime(30_000);
  expect(done.ends).toEqual(['its store can be opened now, by whoever comes next']);
});

test('a daemon that nobody uses asks to end', () => {
  const { done } = start(5000);
  vi.advanceTimersByTime(6000);
  expect(done.ends).toEqual(['nobody has published or listened for long']);
});
