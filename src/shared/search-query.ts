import { MpmError } from './errors.ts';

/** A word or a phrase; what separates words in it (`src/run.ts`, `foo_bar`) is for the tokenizer to say. */
export interface Term {
  readonly text: string;
  /** The last word of it may go on. */
  readonly isPrefix: boolean;
}

/** What is looked for: of each group one term, and none of the others. */
export interface Wanted {
  readonly all: readonly (readonly Term[])[];
  readonly none: readonly Term[];
}

/** More words than anybody types only cost time. */
const MAX_TERMS = 32;
const MAX_QUERY_CHARS = 500;
/** What begins with one letter is a tenth of all there is. */
const LEAST_PREFIX_CHARS = 2;

/** A quoted phrase or a run of anything else, and whether it is excluded or goes on. */
const PIECE = /\s*(?:(-?)"([^"]*)"(\*?)|([^\s"]+))/y;
/** What the tokenizer keeps of a text: letters, numbers, private use. Whatever has none of them cannot be looked for. */
const SOMETHING = /[\p{L}\p{N}\p{Co}]/u;

interface Piece extends Term {
  readonly isExcluded: boolean;
  readonly isOr: boolean;
}

/**
 * `word "a phrase" begin* -not this OR that`: all words are required, OR joins its two neighbours. Throws `BAD_QUERY`
 * with a sentence for what cannot be asked.
 */
export function parseQuery(query: string): Wanted {
  if (query.length > MAX_QUERY_CHARS) throw bad(`What is looked for is longer than ${MAX_QUERY_CHARS} characters.`);
  const pieces = toPieces(query).filter(({ isOr, text }) => isOr || SOMETHING.test(text));
  if (pieces.length > MAX_TERMS) throw bad(`More than ${MAX_TERMS} words cannot be looked for at once.`);
  if (pieces.some(isTooShort)) throw bad(`At least ${LEAST_PREFIX_CHARS} characters must stand before *.`);
  if (pieces.some(({ isOr }, index) => isOr && !isBetween(pieces, index))) throw bad(OR_SENTENCE);
  const none = pieces.filter(({ isExcluded }) => isExcluded).map(toTerm);
  const all = toGroups(pieces);
  if (all.length > 0) return { all, none };
  throw bad(none.length > 0 ? ONLY_EXCLUSIONS : 'There is no word to look for.');
}

/** Words that OR joins are one group. */
function toGroups(pieces: readonly Piece[]): Term[][] {
  const groups: Term[][] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.isOr || piece.isExcluded) continue;
    if (pieces[index - 1]?.isOr) groups.at(-1)?.push(toTerm(piece));
    else groups.push([toTerm(piece)]);
  }
  return groups;
}

function isBetween(pieces: readonly Piece[], index: number): boolean {
  return [pieces[index - 1], pieces[index + 1]].every(
    (piece) => piece !== undefined && !piece.isOr && !piece.isExcluded,
  );
}

function toTerm({ text, isPrefix }: Piece): Term {
  return { text, isPrefix };
}

const OR_SENTENCE = 'OR must stand between two words or phrases.';
const ONLY_EXCLUSIONS = 'Something must be looked for beside what is excluded.';

function toPieces(query: string): Piece[] {
  const text = query.replaceAll('\0', ' ').trim();
  const pieces: Piece[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const found = PIECE.exec(text);
    if (found === null) throw bad('A quotation mark has no second one.');
    const [, minus, phrase, star, word = ''] = found;
    if (phrase === undefined) pieces.push(toWord(word));
    else pieces.push({ text: phrase, isPrefix: star === '*', isExcluded: minus === '-', isOr: false });
  }
  return pieces;
}

/** `--no-verify` is looked for, `-verify` is excluded. */
function toWord(word: string): Piece {
  if (word === 'OR') return { text: '', isPrefix: false, isExcluded: false, isOr: true };
  const isExcluded = /^-[^-]/.test(word);
  const rest = isExcluded ? word.slice(1) : word;
  const isPrefix = rest.endsWith('*');
  return { text: isPrefix ? rest.slice(0, -1) : rest, isPrefix, isExcluded, isOr: false };
}

function isTooShort({ text, isPrefix }: Piece): boolean {
  const [lastWord = ''] = /[\p{L}\p{M}\p{N}\p{Co}]*$/u.exec(text) ?? [];
  return isPrefix && lastWord.length > 0 && lastWord.length < LEAST_PREFIX_CHARS;
}

function bad(sentence: string): MpmError {
  return new MpmError('BAD_QUERY', sentence);
}
