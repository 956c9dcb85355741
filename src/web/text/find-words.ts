import { parseQuery, type Term } from '../../shared/search-query.ts';
import type { Mark } from './token.ts';

/** Finds again what the index found: whole words, whatever their case and their accents. */
export interface WordFinder {
  has(text: string): boolean;
  /** Where they stand in a row; of very many the first. */
  marksIn(text: string): Mark[];
}

/** More of them in one row tell nobody more, and each is an element of the page. */
const MAX_MARKS = 40;

const LETTER = '[\\p{L}\\p{N}\\p{Co}]';
const WORDS = new RegExp(`${LETTER}+`, 'gu');
const MARKS = /\p{M}/gu;
/** Letters that have their accent within them, each a single code unit. */
const ACCENTED = /[\u00c0-\u024f\u1e00-\u1fff]/g;

/** Undefined where nothing is looked for, or what cannot be. */
export function createWordFinder(query: string | undefined): WordFinder | undefined {
  const patterns = termsOf(query).flatMap(toPattern);
  if (patterns.length === 0) return undefined;
  const pattern = new RegExp(`(?<!${LETTER})(?:${patterns.join('|')})(?!${LETTER})`, 'giu');
  return {
    has: (text) => withoutAccents(text).search(pattern) !== -1,
    marksIn: (text) =>
      [...withoutAccents(text).matchAll(pattern)]
        .slice(0, MAX_MARKS)
        .map(({ index, 0: found }) => [index, index + found.length]),
  };
}

function termsOf(query: string | undefined): readonly Term[] {
  if (query === undefined) return [];
  try {
    return parseQuery(query).all.flat();
  } catch {
    return []; // what is wrong with it is said at its field
  }
}

/** Only letters and numbers come in: nothing in it means anything to a pattern. What separates words is all one. */
function toPattern({ text, isPrefix }: Term): string[] {
  const words = withoutAccents(text).replace(MARKS, '').match(WORDS) ?? [];
  if (words.length === 0) return [];
  const spelt = words.map((word) => [...word].map((letter) => `${letter}\\p{M}*`).join(''));
  return [spelt.join('[^\\p{L}\\p{N}\\p{Co}\\p{M}]+') + (isPrefix ? `${LETTER}*` : '')];
}

/** As long as it was: what is found in it stands there in the text, too. */
function withoutAccents(text: string): string {
  return text.replace(ACCENTED, (letter) => letter.normalize('NFD').charAt(0));
}
