import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAnyExpression, toMatchExpression } from '../../src/daemon/search/match-expression.ts';
import { TOKENIZER } from '../../src/daemon/search/periods.ts';
import { errorCode } from '../../src/shared/errors.ts';
import { parseQuery } from '../../src/shared/search-query.ts';

const TEXTS = {
  run: 'run npm test',
  test: 'test, then npm',
  coffee: 'a KÁFFEE, please',
  tea: 'tea or not',
  path: 'edit src/daemon/run.ts now',
  commit: 'git commit --no-verify',
  name: 'foo_bar = 1',
  two: 'foo, then a bar',
};

const database = new DatabaseSync(':memory:');
database.exec(`CREATE VIRTUAL TABLE words USING fts5 (text, facets, content = '', tokenize = '${TOKENIZER}')`);
for (const text of Object.values(TEXTS))
  database.prepare("INSERT INTO words (text, facets) VALUES (?, 'tea')").run(text);
const select = database.prepare('SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid');

/** The names of the texts that SQLite finds. */
function find(expression: string): string[] {
  return select.all(expression).map(({ rowid }) => Object.keys(TEXTS)[Number(rowid) - 1] ?? '?');
}

test.each([
  ['npm test', ['run', 'test']],
  ['"npm test"', ['run']],
  ['NPM', ['run', 'test']],
  ['npm -then', ['run']],
  ['npm -"npm test"', ['test']],
  ['kaffee OR tea', ['coffee', 'tea']],
  ['test run OR tea', ['run']],
  ['Kàffee', ['coffee']],
  ['te*', ['run', 'test', 'tea']],
  ['"npm te"*', ['run']],
  ['src/daemon/run.ts', ['path']],
  ['daemon/ru*', ['path']],
  ['ru* -npm', ['path']],
  ['--no-verify', ['commit']],
  ['foo_bar', ['name']],
  ['foo bar', ['name', 'two']],
  ['git && commit', ['commit']],
  ['"or"', ['tea']],
  ['or', ['tea']],
  ['say"tea"', []],
  ['NOT', ['tea']],
  ['facets:tea', []],
  ['^run', ['run', 'path']],
  ['NEAR(npm test)', []],
])('%s finds %j', (query, expected) => {
  expect(find(toMatchExpression(parseQuery(query)))).toEqual(expected);
});

test.each([
  ['"no end', 'A quotation mark has no second one.'],
  ['', 'There is no word to look for.'],
  ['&& *', 'There is no word to look for.'],
  ['-npm', 'Something must be looked for beside what is excluded.'],
  ['OR npm', 'OR must stand between two words or phrases.'],
  ['npm OR', 'OR must stand between two words or phrases.'],
  ['npm OR OR test', 'OR must stand between two words or phrases.'],
  ['npm OR -test', 'OR must stand between two words or phrases.'],
  ['t*', 'At least 2 characters must stand before *.'],
  ['a '.repeat(33), 'More than 32 words cannot be looked for at once.'],
  ['a'.repeat(501), 'What is looked for is longer than 500 characters.'],
])('%s is refused: %s', (query, sentence) => {
  expect(() => parseQuery(query)).toThrow(sentence);
});

/** Whatever anybody may type, with what means something to us or to FTS5 in plenty. */
const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '"',
          '-',
          '*',
          ' ',
          'OR',
          'AND',
          'NOT',
          'NEAR',
          '(',
          ')',
          ':',
          '{text}',
          '^',
          '+',
          ',',
          "'",
          '\0',
        ),
        fc.string({ maxLength: 4 }),
        fc.constantFrom('npm', 'test', 'ä', '\u{1F600}', '\uD800', '\uE000', '٣', '中文'),
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
);

test('no text that anybody types is an error of SQLite', () => {
  fc.assert(
    fc.property(typed, (text) => {
      let wanted: ReturnType<typeof parseQuery>;
      try {
        wanted = parseQuery(text);
      } catch (error) {
        expect(errorCode(error)).toBe('BAD_QUERY');
        return;
      }
      select.all(toMatchExpression(wanted, [['sabc'], ['t1', 't2']]));
      select.all(toAnyExpression(wanted));
    }),
    { numRuns: 2000 },
  );
});
