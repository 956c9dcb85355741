import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGapNotice } from '../../src/web/state/gap-notice.ts';
import { dismiss, notices, say, warn } from '../../src/web/state/notices.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const { id } of notices.value) dismiss(id);
  vi.useRealTimers();
});

const texts = () => notices.value.map(({ text }) => text);
const missed = (what: string) => `${what} missed on the way. What is shown was read anew from the store.`;
const aGap = (count: number | undefined) => ({ count, isOtherStore: false });

test('what is said in passing goes by itself, a warning stays until it is dismissed', () => {
  say('Copied.');
  const { id } = warn('Not changed.');
  expect(texts()).toEqual(['Copied.', 'Not changed.']);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['Not changed.']);
  dismiss(id);
  expect(texts()).toEqual([]);
});

test('however much is said in passing, it takes no warning away', () => {
  warn('Not changed.');
  for (const text of ['a', 'b', 'c', 'd']) say(text);
  expect(texts()).toEqual(['Not changed.', 'b', 'c', 'd']);
});

test('a warning that is given again stands once', () => {
  for (let times = 0; times < 3; times += 1) warn('Not changed.');
  expect(texts()).toEqual(['Not changed.']);
});

test.each([
  [1, 'One event was'],
  [2, '2 events were'],
  [12_345, `${(12_345).toLocaleString()} events were`],
  [undefined, 'Some events were'],
])('a gap of %s is told', (count, what) => {
  createGapNotice()(aGap(count));
  expect(texts()).toEqual([missed(what)]);
});

test('another store is told as such, beside what was missed', () => {
  const sayGap = createGapNotice();
  sayGap(aGap(2));
  sayGap({ count: undefined, isOtherStore: true });
  sayGap(aGap(3));
  expect(texts()).toEqual([missed('5 events were'), 'The daemon has another store now. What is shown was read anew.']);
});

test('several gaps are one notice with their sum, in its place', () => {
  const sayGap = createGapNotice();
  sayGap(aGap(1));
  const [first] = notices.value;
  sayGap(aGap(3));
  expect(notices.value).toEqual([{ ...first, text: missed('4 events were') }]);
  sayGap(aGap(undefined));
  expect(texts()).toEqual([missed('Some events were')]);
});

test('once somebody has taken note of it, the sum begins anew', () => {
  const sayGap = createGapNotice();
  sayGap(aGap(4));
  for (const { id } of notices.value) dismiss(id);
  sayGap(aGap(2));
  expect(texts()).toEqual([missed('2 events were')]);
});
