import { expect, test } from 'vitest';
import { createPace, type Frames } from '../../src/web/state/pace.ts';

/** A browser whose time goes on only by what is done in it. */
function createBrowser() {
  let nowMs = 1000;
  const waits: number[] = [];
  const seen = { is: true };
  const moving = { is: false };
  const frames: Frames = {
    isSeen: () => seen.is,
    isMoving: () => moving.is,
    nowMs: () => nowMs,
    onNext: (work) => work(),
    afterThis: (work) => work(),
    wait(work, timeMs) {
      waits.push(timeMs);
      nowMs += timeMs;
      work();
    },
  };
  const take = (ms: number) => () => {
    nowMs += ms;
  };
  return { frames, waits, seen, moving, take };
}

test('what is cheap is shown with each picture, what is costly leaves as much time to all else', () => {
  const { frames, waits, take } = createBrowser();
  const pace = createPace(frames);
  pace(take(0));
  pace(take(30));
  expect(waits).toEqual([]);
  pace(take(0));
  expect(waits).toEqual([30]);
  pace(take(0));
  expect(waits).toEqual([30]);
});

test('while somebody scrolls it leaves four times its time', () => {
  const { frames, waits, moving, take } = createBrowser();
  const pace = createPace(frames);
  moving.is = true;
  pace(take(30));
  pace(take(0));
  expect(waits).toEqual([120]);
});

test('nobody waits for a picture of a page that is not seen', () => {
  const { frames, waits, seen, take } = createBrowser();
  const pace = createPace({ ...frames, onNext: () => expect.unreachable() });
  seen.is = false;
  pace(take(500));
  pace(take(0));
  expect(waits).toEqual([250, 250]);
});
