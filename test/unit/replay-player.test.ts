import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aTimetable, BEGAN_AT_MS, setReplayStage } from '../helpers/replay-stage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const everySecond = (count: number) => Array.from({ length: count }, (_, at) => at * 1000);

describe('timing', () => {
  test('events come at the intervals they were recorded at', async () => {
    const stage = setReplayStage(aTimetable([0, 250, 250, 4000]));
    stage.player.play();
    await pass(10_000);
    expect(stage.sent).toEqual([
      [1, 0],
      [2, 250],
      [3, 250],
      [4, 4000],
    ]);
    expect(stage.changes).toEqual(['playing', 'ended']);
  });

  test.each([
    [10, [0, 100, 200]],
    [0.5, [0, 2000, 4000]],
  ])('at speed %d the intervals are divided by it', async (speed, times) => {
    const stage = setReplayStage(aTimetable(everySecond(3)), { speed });
    stage.player.play();
    await pass(10_000);
    expect(stage.sent.map(([, ms]) => ms)).toEqual(times);
  });

  test('at the greatest speed all of it comes without a wait, in pieces', async () => {
    const stage = setReplayStage(aTimetable(everySecond(1000)), { speed: Infinity });
    stage.player.play();
    expect(stage.sent).toHaveLength(100);
    await pass(20);
    expect(stage.sent.map(([seq]) => seq)).toEqual(everySecond(1000).map((_, at) => at + 1));
    expect(stage.player.state()).toMatchObject({ state: 'ended', passed: 1000 });
  });

  test('lateness does not add up: after being held up it is where the schedule says', async () => {
    const lateMs = 7;
    let now = 0;
    const stage = setReplayStage(aTimetable(everySecond(500)), { nowMs: () => now });
    stage.player.play();
    // each timer fires late; the clock goes on by what it was asked to wait, and this
    for (let turn = 1; turn < 500; turn += 1) {
      now = turn * 1000 + lateMs;
      await vi.runOnlyPendingTimersAsync();
      expect(stage.sent).toHaveLength(turn + 1);
    }
  });

  test('what fell due while the program was held up comes at once, and then the schedule goes on', async () => {
    let now = 0;
    const stage = setReplayStage(aTimetable(everySecond(6)), { nowMs: () => now });
    stage.player.play();
    now = 3500;
    await vi.runOnlyPendingTimersAsync();
    expect(stage.sent.map(([seq]) => seq)).toEqual([1, 2, 3, 4]);
    expect(vi.getTimerCount()).toBe(1);
    now = 3999;
    await vi.runOnlyPendingTimersAsync();
    expect(stage.sent).toHaveLength(4);
  });

  test('a wait of many days is waited for', async () => {
    const stage = setReplayStage(aTimetable([0, 40 * 86_400_000]));
    stage.player.play();
    await pass(40 * 86_400_000 - 1);
    expect(stage.sent).toHaveLength(1);
    await pass(1);
    expect(stage.sent).toHaveLength(2);
  });
});

describe('what a client does meanwhile', () => {
  test('a pause holds the rest of a wait, however long it lasts', async () => {
    const stage = setReplayStage(aTimetable(everySecond(3)));
    stage.player.play();
    await pass(1400);
    stage.player.pause();
    await pass(60_000);
    stage.player.play();
    await pass(10_000);
    expect(stage.sent.map(([, ms]) => ms)).toEqual([0, 1000, 62_000]);
    expect(stage.changes).toEqual(['playing', 'paused', 'playing', 'ended']);
  });

  test('another speed counts from where it is', async () => {
    const stage = setReplayStage(aTimetable(everySecond(4)));
    stage.player.play();
    await pass(1500);
    stage.player.setSpeed(10);
    await pass(10_000);
    expect(stage.sent.map(([, ms]) => ms)).toEqual([0, 1000, 1550, 1650]);
  });

  test('the greatest speed and back goes on from the last event', async () => {
    const stage = setReplayStage(aTimetable(everySecond(300)));
    stage.player.play();
    stage.player.setSpeed(Infinity);
    stage.player.setSpeed(1);
    const passed = stage.sent.length;
    expect(passed).toBeLessThan(300);
    await pass(2000);
    expect(stage.sent).toHaveLength(passed + 2);
  });

  test('seeking forward leaves out what lies between, seeking back sends it again', async () => {
    const stage = setReplayStage(aTimetable(everySecond(10)));
    stage.player.play();
    await pass(1500);
    stage.player.seek({ intoMs: 7000 });
    await pass(1000);
    stage.player.seek({ byMs: -1500 });
    await pass(500);
    expect(stage.sent.map(([seq]) => seq)).toEqual([1, 2, 8, 9, 8]);
  });

  test('seeking to an event shows that event, though the clock never stands', async () => {
    let now = 0;
    const nowMs = () => {
      now += 0.01;
      return now;
    };
    const stage = setReplayStage(aTimetable(everySecond(3)), { nowMs });
    stage.player.play();
    stage.player.seek({ intoMs: 2000 });
    expect(stage.sent.map(([seq]) => seq)).toEqual([1, 3]);
  });

  test('seeking while paused stays paused, and says where', async () => {
    const stage = setReplayStage(aTimetable(everySecond(10)));
    stage.player.play();
    stage.player.pause();
    stage.player.seek({ atMs: BEGAN_AT_MS + 4500 });
    await pass(60_000);
    expect(stage.sent).toHaveLength(1);
    expect(stage.player.state()).toMatchObject({ state: 'paused', position: '2026-11-22T12:00:04.500Z', passed: 5 });
  });

  test('after its end it can be sought back', async () => {
    const stage = setReplayStage(aTimetable(everySecond(3)));
    stage.player.play();
    await pass(5000);
    stage.player.seek({ intoMs: 1000 });
    await pass(5000);
    expect(stage.sent.map(([seq]) => seq)).toEqual([1, 2, 3, 2, 3]);
    expect(stage.changes).toEqual(['playing', 'ended', 'playing', 'ended']);
  });

  test('once it is closed nothing comes any more, and no timer is left', async () => {
    const stage = setReplayStage(aTimetable(everySecond(3)));
    stage.player.play();
    stage.player.close();
    stage.player.seek({ intoMs: 0 });
    stage.player.play();
    expect(vi.getTimerCount()).toBe(0);
    expect(stage.changes).toEqual(['playing', 'stopped']);
  });
});

describe('a client that does not keep up', () => {
  test('slows its replay: nothing is left out, and the intervals go on from there', async () => {
    const stage = setReplayStage(aTimetable(everySecond(4)));
    stage.player.play();
    await pass(500);
    stage.setFull(true);
    await pass(10_000);
    expect(stage.sent).toHaveLength(1);
    stage.setFull(false);
    await pass(10_000);
    expect(stage.sent.map(([seq]) => seq)).toEqual([1, 2, 3, 4]);
    expect(stage.sent.slice(1).map(([, ms]) => ms - 10_500)).toEqual([0, 1000, 2000]);
  });

  test('can pause and resume meanwhile', async () => {
    const stage = setReplayStage(aTimetable(everySecond(3)), { speed: Infinity });
    stage.setFull(true);
    stage.player.play();
    stage.player.pause();
    stage.player.play();
    stage.player.pause();
    stage.setFull(false);
    await pass(1000);
    expect(stage.sent).toEqual([]);
    stage.player.play();
    await pass(10);
    expect(stage.sent).toHaveLength(3);
  });
});

test('an event that was deleted meanwhile is left out and counted', async () => {
  const stage = setReplayStage(aTimetable(everySecond(300)));
  stage.delete(250);
  stage.player.play();
  await pass(400_000);
  expect(stage.sent).toHaveLength(299);
  expect(stage.player.state()).toMatchObject({ state: 'ended', passed: 300, missing: 1 });
});

test('however long the recording, one page of it is in memory', async () => {
  const stage = setReplayStage(aTimetable(everySecond(1000)));
  stage.player.play();
  await pass(1_000_000);
  expect(stage.sent).toHaveLength(1000);
  expect(stage.pages).toEqual(Array.from({ length: 10 }, () => 100));
});

test('what nobody foresaw ends it, and is told', async () => {
  const stage = setReplayStage(aTimetable(everySecond(3)), {
    ahead: {
      prepare: () => {},
      entry: () => {
        throw new Error('unforeseen');
      },
    },
  });
  stage.player.play();
  expect(stage.changes).toEqual(['playing', 'stopped', 'Error: unforeseen']);
});
