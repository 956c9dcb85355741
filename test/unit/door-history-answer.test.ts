import { expect, test } from 'vitest';
import { printHistory } from '../../src/shared/history-answer.ts';

const entries = [1, 2, 3].map((seq) => ({
  seq,
  type: 'hook.stop',
  json: JSON.stringify({ seq, pad: 'x'.repeat(50) }),
}));

test('a history is what was asked for, oldest first', () => {
  expect(JSON.parse(printHistory(entries))).toMatchObject({
    type: 'system.history',
    complete: true,
    events: [{ seq: 1 }, { seq: 2 }, { seq: 3 }],
  });
  expect(JSON.parse(printHistory([]))).toEqual({ type: 'system.history', complete: true, events: [] });
});

test('a history that is too long loses its oldest events, and says so', () => {
  expect(JSON.parse(printHistory(entries, 140))).toMatchObject({ complete: false, events: [{ seq: 2 }, { seq: 3 }] });
});
