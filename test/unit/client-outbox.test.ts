import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOutbox, type Letter } from '../../src/client/outbox.ts';

const plain = (name: string, size = 1): Letter => ({ id: name, text: 'x'.repeat(size), isPriority: false });
const urgent = (name: string): Letter => ({ ...plain(name), isPriority: true });
const ids = (letters: readonly Letter[]) => letters.map(({ id }) => id);

test('past its bound the oldest without priority goes first, and those with priority last', () => {
  const outbox = createOutbox({ maxEvents: 3 });
  const thrown = [urgent('a'), plain('b'), urgent('c'), plain('d'), urgent('e'), urgent('f')].map(outbox.put);

  expect(thrown).toEqual([0, 0, 0, 1, 1, 1]);
  expect(ids(outbox.take())).toEqual(['c', 'e', 'f']);
});

test('bytes are a bound too, also for what is under way', () => {
  const outbox = createOutbox({ maxBytes: 100 });
  outbox.put(plain('a', 60));
  outbox.take();

  expect(outbox.put(plain('b', 60))).toBe(1);
  outbox.settle();
  expect(outbox.put(plain('c', 60))).toBe(0);
});

test('what goes together is bounded in number and size, and one that is too large goes alone', () => {
  const outbox = createOutbox();
  for (let number = 0; number < 501; number += 1) outbox.put(plain(String(number)));
  expect(outbox.take()).toHaveLength(500);
  outbox.settle();
  outbox.put(plain('wide', 2 * 1024 * 1024));
  expect(ids(outbox.take())).toEqual(['500']);
  outbox.settle();
  expect(ids(outbox.take())).toEqual(['wide']);
});

test('what was given back comes first again, in its order', () => {
  const outbox = createOutbox();
  [plain('a'), urgent('b'), plain('c')].map(outbox.put);
  outbox.take();
  outbox.put(plain('d'));
  outbox.giveBack();

  expect(ids(outbox.take())).toEqual(['a', 'b', 'c', 'd']);
});

test('whatever happens, each letter is settled in its order, or thrown away and counted', () => {
  const step = fc.oneof(
    fc.record({ put: fc.boolean() }),
    fc.constant('take' as const),
    fc.constant('settle' as const),
    fc.constant('giveBack' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (steps, maxEvents) => {
      const outbox = createOutbox({ maxEvents });
      const settled: number[] = [];
      let thrown = 0;
      const settle = () => {
        settled.push(...ids(outbox.take()).map(Number));
        outbox.settle();
      };
      for (const each of steps) {
        if (each === 'take') outbox.take();
        else if (each === 'settle') settle();
        else if (each === 'giveBack') outbox.giveBack();
        else thrown += outbox.put({ ...plain(String(outbox.total() + 1)), isPriority: each.put });
      }
      while (outbox.hasWaiting()) settle();
      settle();

      expect(settled).toEqual([...settled].sort((one, other) => one - other));
      expect(settled.length + thrown).toBe(outbox.total());
      expect(outbox.passed()).toBe(outbox.total());
    }),
  );
});
