import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutToWidth, fitToWidth, widthOf } from '../../src/cli/render/width.ts';

test.each([
  ['plain text', 'npm test', 8],
  ['accents, in one code point or two', 'e\u0301é', 2],
  ['Chinese, Japanese, Korean', '漢字かな한글', 12],
  ['half-width kana', 'ｱｲｳ', 3],
  ['an emoji', '🚀', 2],
  ['a family of joined emoji', '👩‍👩‍👧', 2],
  ['a flag', '🇩🇪', 2],
  ['a sign that asks to be a picture', '❤️', 2],
  ['a sign that does not', '✓', 1],
  ['vowel signs that stand beside their letter', 'का', 2],
  ['what cannot be seen', '\u200b\u2060', 0],
])('%s: "%s" takes %i columns', (_what, text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test.each([
  ['npm test', 8, 'npm test'],
  ['npm test', 7, 'npm te…'],
  ['漢字漢字', 6, '漢字…'],
  ['漢字漢字', 5, '漢字…'],
  ['漢字漢字', 4, '漢…'],
  ['a👩‍👩‍👧b', 3, 'a…'],
  ['anything', 0, ''],
])('"%s" in %i columns is "%s"', (text, columns, expected) => {
  expect(cutToWidth(text, columns)).toBe(expected);
});

test('a cell of a table is as wide as its column, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
      expect(widthOf(fitToWidth(text, columns))).toBe(columns);
    }),
  );
});
