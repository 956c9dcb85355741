import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIdleWatch } from '../../src/daemon/idle-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(idleExitMs: number) {
  const world = { seq: 0, isWatched: false, idle: 0 };
  const idleWatch = createIdleWatch({
    idleExitMs,
    activity: () => world.seq,
    isWatched: () => world.isWatched,
    onIdle: () => {
      world.idle += 1;
    },
  });
  return { world, idleWatch };
}

test('a daemon that nobody used for the whole time is idle, and told so once', () => {
  const { world } = watch(60_000);
  vi.advanceTimersByTime(59_999);
  expect(world.idle).toBe(0);
  vi.advanceTimersByTime(600_000);
  expect(world.idle).toBe(1);
});

test('whoever publishes begins the time anew', () => {
  const { world } = watch(60_000);
  for (let minute = 0; minute < 10; minute += 1) {
    vi.advanceTimersByTime(50_000);
    world.seq += 1;
  }
  vi.advanceTimersByTime(59_999);
  expect(world.idle).toBe(0);
  vi.advanceTimersByTime(6001);
  expect(world.idle).toBe(1);
});

test('whoever listens keeps it up', () => {
  const { world } = watch(60_000);
  world.isWatched = true;
  vi.advanceTimersByTime(3_600_000);
  expect(world.idle).toBe(0);
  world.isWatched = false;
  vi.advanceTimersByTime(66_000);
  expect(world.idle).toBe(1);
});

test('0 is never', () => {
  const { world } = watch(0);
  vi.advanceTimersByTime(365 * 24 * 3_600_000);
  expect(world.idle).toBe(0);
});

test('a time longer than a timer can be is no reason to end at once', () => {
  const { world } = watch(Number.MAX_SAFE_INTEGER);
  vi.advanceTimersByTime(3_600_000);
  expect(world.idle).toBe(0);
});
