import { expect, test } from 'vitest';
import { toEventQuery } from '../../src/client/event-wish.ts';

test('how long ago something was is counted once: the second page of an answer means the same time as the first', () => {
  const before = Date.now();
  const { since, until } = toEventQuery({ since: '2h', until: '30s' });
  const passedMs = Date.now() - before;

  expect(Date.parse(String(since))).toBeGreaterThanOrEqual(before - 7_200_000);
  expect(Date.parse(String(since))).toBeLessThanOrEqual(before - 7_200_000 + passedMs);
  expect(Date.parse(String(until))).toBeGreaterThanOrEqual(before - 30_000);
});

test.each(['yesterday', '999999999999d', '', undefined])(
  'what is no moment (%s) is for the daemon to refuse',
  (since) => {
    expect(toEventQuery({ since }).since).toBe(since);
  },
);
