import { expect, test } from 'vitest';
import { createPace } from '../../src/daemon/events/pace.ts';
import { until } from '../helpers/until.ts';

/** A pace by a clock that stands still until it is told. */
function aPace() {
  let nowMs = 1000;
  let sends = 0;
  const send = () => {
    sends += 1;
    pace.sent(writes);
  };
  let writes = 0;
  const pace = createPace({ send, nowMs: () => nowMs });
  return {
    pace,
    sends: () => sends,
    /** Goes through one sending of so many writes. */
    async send(count: number) {
      writes = count;
      const before = sends;
      pace.hurry();
      await until(() => sends > before);
    },
    pass(ms: number) {
      nowMs += ms;
    },
    /** What a turn of the event loop sends. */
    async turn() {
      const before = sends;
      pace.hurry();
      await new Promise(setImmediate);
      return sends - before;
    },
  };
}

test('what is little is sent in its own turn of the event loop, however fast it comes', async () => {
  const stage = aPace();
  for (let turn = 0; turn < 20; turn += 1) {
    stage.pass(2);
    await stage.send(100);
  }
  expect(await stage.turn()).toBe(1);
});

test('a burst does not wait', async () => {
  const stage = aPace();
  await stage.send(1000);

  expect(await stage.turn()).toBe(1);
});

test('under load what comes waits a little, and goes out with what comes meanwhile', async () => {
  const stage = aPace();
  await stage.send(2000);

  expect(await stage.turn()).toBe(0);
  expect(await stage.turn()).toBe(0);
  await until(() => stage.sends() === 2);
});

test('nobody waits for longer than that, and soon after the load nobody waits at all', async () => {
  const stage = aPace();
  await stage.send(1_000_000);
  stage.pass(2);
  expect(await stage.turn()).toBe(0);
  stage.pace.close();
  stage.pass(2);
  expect(await stage.turn()).toBe(1);

  stage.pass(100);
  await stage.send(1);
  expect(await stage.turn()).toBe(1);
});

test('what is closed sends nothing any more', async () => {
  const stage = aPace();
  stage.pace.hurry();
  stage.pace.close();
  await new Promise(setImmediate);

  expect(stage.sends()).toBe(0);
});
