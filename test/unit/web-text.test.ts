import { expect, test } from 'vitest';
import { toVisibleText } from '../../src/web/components/visible-text.ts';
import { parseAddress, sessionPath } from '../../src/web/state/address.ts';

test.each([
  ['\u001b[31mred', '␛[31mred'],
  ['a\u202eb', 'a‹U+202E›b'],
  ['bell\u0007 del\u007f', 'bell␇ del␡'],
  ['one\r\ntwo\tthree', 'one\ntwo\tthree'],
  ['over\rwritten', 'over␍written'],
  ['zero\u200bwidth\ufeff', 'zero‹U+200B›width‹U+FEFF›'],
  ['tag\u{e0041}', 'tag‹U+E0041›'],
  ['العربية 日本語 👩‍💻', 'العربية 日本語 👩‍💻'],
])('%j is shown as %j', (text, shown) => {
  expect(toVisibleText(text)).toBe(shown);
});

test.each([
  ['/', 'sessions', []],
  ['/sessions', 'sessions', []],
  ['/events?type=x', 'events', []],
  ['/elsewhere', 'sessions', []],
  [sessionPath('a/b ?#%'), 'sessions', ['a/b ?#%']],
  ['/sessions/%E0%A4%A', 'sessions', ['%E0%A4%A']],
  ['//evil.example/x', 'sessions', []],
])('%s is the view %s of %j', (url, view, parts) => {
  expect(parseAddress(url)).toMatchObject({ view, parts });
});
