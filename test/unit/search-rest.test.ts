import { expect, test } from 'vitest';
import { createRest } from '../../src/daemon/search/rest.ts';

test('while events pour in the index rests longer than it works', () => {
  let nowMs = 1000;
  const rest = createRest(() => nowMs);
  rest.noteEvents();
  nowMs += 100;
  expect(rest.after(20)).toBeGreaterThan(20);
  expect(rest.after(40)).toBe(2 * rest.after(20));
});

test('it takes no rest before the first event, nor once they have ceased', () => {
  let nowMs = 1000;
  const rest = createRest(() => nowMs);
  expect(rest.after(20)).toBe(0);
  rest.noteEvents();
  nowMs += 1000;
  expect(rest.after(20)).toBe(0);
});
