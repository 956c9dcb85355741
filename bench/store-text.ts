/** Numbers that are the same in every run. */
export type Random = () => number;

/** Mulberry32: small, quick, and good enough to draw sizes and words with. */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Words of a project of some age; few of them make up most of any text, as in every language. */
const VOCABULARY_WORDS = 20_000;
/** Texts are cut out of so much that was written beforehand: writing each anew would cost more than storing it. */
const POOL_CHARS = 4 * 1024 * 1024;
const SYLLABLES =
  'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bre clo dri fla gne pla sto tri'.split(' ');
const COMMON =
  `the const return if import from function error test file value name string number await async export type
  line user request response server client data path index result message event session build run check null true false`
    .split(/\s+/)
    .filter(Boolean);

export interface Prose {
  /** So many characters from somewhere, beginning with a whole word. */
  text(chars: number): string;
  word(): string;
  /** The word of this rank: 0 is the commonest. */
  rank(index: number): string;
}

/** Text whose words are as common as their rank says (Zipf), in lines as of code and logs. */
export function createProse(random: Random): Prose {
  const words = Array.from({ length: VOCABULARY_WORDS }, (_, rank) => COMMON[rank] ?? invent(random, rank));
  const word = () => words[Math.min(words.length - 1, Math.floor(words.length ** random()) - 1)] ?? 'the';
  const pool = write(random, word);
  return {
    word,
    rank: (index) => words[index] ?? '',
    text(chars) {
      const from = pool.indexOf(' ', Math.floor(random() * (POOL_CHARS - chars - 1000))) + 1;
      return pool.slice(from, from + chars);
    },
  };
}

function invent(random: Random, rank: number): string {
  const count = 2 + Math.floor(random() * 3);
  const syllables = Array.from({ length: count }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]);
  return rank % 10 === 0 ? `${syllables.join('')}_${rank % 97}` : syllables.join('');
}

function write(random: Random, word: () => string): string {
  const parts: string[] = [];
  for (let chars = 0; chars < POOL_CHARS; ) {
    const next = word() + ENDINGS[Math.floor(random() * ENDINGS.length)];
    parts.push(next);
    chars += next.length;
  }
  return parts.join('').slice(0, POOL_CHARS);
}

const ENDINGS = [' ', ' ', ' ', ' ', ' ', ' ', '.', ', ', '(', ') ', ' = ', ';\n  ', '\n', ': ', '/', '"'];
