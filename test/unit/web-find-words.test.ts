import { expect, test } from 'vitest';
import { createWordFinder } from '../../src/web/text/find-words.ts';

function found(query: string, text: string): string[] | undefined {
  return createWordFinder(query)
    ?.marksIn(text)
    .map(([from, to]) => text.slice(from, to));
}

test.each([
  ['a word, whatever its case', 'cart', 'Cart, cart and carts', ['Cart', 'cart']],
  ['all words of several, wherever they stand', 'one two', 'two or one', ['two', 'one']],
  ['a phrase, whatever separates it', '"keeps the cart"', 'It keeps  the-cart.', ['keeps  the-cart']],
  ['a path as a phrase', 'src/run.ts', 'in src/run.ts:3 and src run', ['src/run.ts']],
  ['what begins so', 'ren*', 'renew, render, children', ['renew', 'render']],
  ['either of two', 'cart OR basket', 'a basket', ['basket']],
  ['nothing of what is excluded', 'cart -basket', 'a cart, a basket', ['cart']],
  ['letters with accents and without', 'cafe', 'Café, cafe\u0301, CAFE', ['Café', 'cafe\u0301', 'CAFE']],
  ['letters of any writing', 'корзина', 'Корзина', ['Корзина']],
  ['what means something to a pattern as it stands', '"(a+)+"', 'a (a+)+ aa', ['a', 'a']],
])('%s', (_, query, text, words) => {
  expect(found(query, text)).toEqual(words);
  expect(createWordFinder(query)?.has(text)).toBe(true);
  expect(createWordFinder(query)?.has('something else')).toBe(false);
});

test.each([undefined, '', '"open', '-only', '***'])('there is nothing to find of %j', (query) => {
  expect(createWordFinder(query)).toBeUndefined();
});

test('in a row that holds nothing else the first ones are marked', () => {
  expect(found('x', 'x '.repeat(1000))).toHaveLength(40);
});
