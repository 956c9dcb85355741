import { expect, test } from 'vitest';
import type { Entry } from '../../src/daemon/store/entry.ts';
import { createHistory } from '../../src/shared/history.ts';

const anEntry = (seq: number, type = 'hook.stop', session_id = 'one'): Entry => ({
  seq,
  type,
  session_id,
  json: `{"seq":${seq}}`,
});
const entries = (...seqs: number[]) => seqs.map((seq) => anEntry(seq));

test('a late subscriber gets what it missed, oldest first', () => {
  const history = createHistory({ entries: entries(1, 2, 3) });
  history.append(anEntry(4));

  expect(history.after(2)).toEqual(entries(3, 4));
  expect(history.after(4)).toEqual([]);
});

test('what it no longer remembers it does not pretend to know', () => {
  const history = createHistory({ entries: entries(1, 2, 3, 4), capacity: 2 });

  expect(history.firstSeq()).toBe(3);
  expect(history.after(1)).toBeUndefined();
  expect(history.after(2)).toEqual(entries(3, 4));
});

test('the last so many are those that were asked for', () => {
  const history = createHistory({
    entries: [anEntry(1, 'hook.stop', 'two'), ...entries(2, 3), anEntry(4, 'custom.x')],
  });

  expect(history.last(2).map(({ seq }) => seq)).toEqual([3, 4]);
  expect(history.last(5, { sessionId: 'two' }).map(({ seq }) => seq)).toEqual([1]);
  expect(history.last(1, { types: ['hook.*'] }).map(({ seq }) => seq)).toEqual([3]);
  expect(history.last(0)).toEqual([]);
});

test('large events shorten it, so that its memory is bounded; the newest is always there', () => {
  const history = createHistory({ maxChars: 1000 });
  for (let seq = 1; seq <= 5; seq += 1) history.append({ ...anEntry(seq), json: 'x'.repeat(400) });
  expect(history.last(10).map(({ seq }) => seq)).toEqual([4, 5]);

  history.append({ ...anEntry(6), json: 'x'.repeat(5000) });
  expect(history.last(10).map(({ seq }) => seq)).toEqual([6]);
});

test('an empty history knows of no first event', () => {
  expect(createHistory().firstSeq()).toBeUndefined();
  expect(createHistory().after(0)).toBeUndefined();
});
