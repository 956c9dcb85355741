import { expect, test } from 'vitest';
import { toDiffRows, toPairs } from '../../src/web/text/diff-rows.ts';
import { highlight } from '../../src/web/text/highlight.ts';
import { compareTexts, countChanges, parseHunks } from '../../src/web/text/hunks.ts';
import { languageOf, languageOfFence } from '../../src/web/text/language-of.ts';
import { cutMarkdown, parseMarkdown, toSafeTarget } from '../../src/web/text/parse-markdown.ts';
import { printJson } from '../../src/web/text/print-json.ts';
import { MAX_ROW_CHARS, splitRows } from '../../src/web/text/split-rows.ts';
import { paintTerminal } from '../../src/web/text/terminal.ts';
import { toBlocks } from '../../src/web/text/to-blocks.ts';
import { markTokens } from '../../src/web/text/token.ts';

test('a line that is too long becomes several rows, none of which ends within a character', () => {
  const rows = splitRows(`short\n${'x'.repeat(MAX_ROW_CHARS - 1)}😀${'y'.repeat(10)}\n`);
  expect(rows.map(({ line, text, isContinued }) => [line, text.length, isContinued])).toEqual([
    [0, 5, false],
    [1, MAX_ROW_CHARS + 1, false],
    [1, 10, true],
  ]);
  expect(rows.every(({ text }) => text.isWellFormed())).toBe(true);
});

test('blocks cover all rows in order, and stay few however many rows there are', () => {
  for (const count of [0, 1, 81, 500_000]) {
    const blocks = toBlocks(count, () => 10);
    expect(blocks.map(({ from }) => from)).toEqual(
      [0, ...blocks.slice(0, -1).map(({ to }) => to)].slice(0, blocks.length),
    );
    expect(blocks.at(-1)?.to ?? 0).toBe(count);
    expect(blocks.length).toBeLessThanOrEqual(1500);
  }
});

test('JSON is printed as the language does it', () => {
  const value = { a: [1, { b: null }, []], c: {}, 'd"': 'e\n', f: [[true]] };
  expect(printJson(value)).toBe(JSON.stringify(value, undefined, 2));
});

test('JSON of 10,000 levels is printed, and stays as long as it is', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level += 1) deep = [deep];
  const text = printJson(deep);
  expect(text.length).toBeLessThan(10_000 * 200);
  expect(text.replaceAll(/\s/g, '')).toBe(`${'['.repeat(10_000)}1${']'.repeat(10_000)}`);
});

test('marks lie over the colours of a line, and nothing is lost', () => {
  const tokens = [{ text: 'const ', look: 'k' }, { text: 'name = 1' }];
  const marked = markTokens(tokens, [[4, 8]]);
  expect(marked).toEqual([
    { text: 'cons', look: 'k' },
    { text: 't ', look: 'k is-marked' },
    { text: 'na', look: 'is-marked' },
    { text: 'me = 1', look: undefined },
  ]);
});

test('a change within a line is marked by its words, also where other lines came in before', () => {
  const hunk = {
    oldStart: 7,
    newStart: 7,
    lines: [' {', '-  carts.delete(old.id);', '+  // goes along', '+  carts.move(old.id);', ' }'],
  };
  const rows = toDiffRows([hunk]);
  expect(rows.map(({ kind, oldLine, newLine }) => [kind, oldLine, newLine])).toEqual([
    ['same', 7, 7],
    ['gone', 8, undefined],
    ['new', undefined, 8],
    ['new', undefined, 9],
    ['same', 9, 10],
  ]);
  expect(rows.map(({ text, marks }) => marks.map(([from, to]) => text.slice(from, to)))).toEqual([
    [],
    ['delete'],
    [],
    ['move'],
    [],
  ]);
  expect(toPairs(rows).map(({ left, right }) => [left?.text, right?.text])).toEqual([
    ['{', '{'],
    ['  carts.delete(old.id);', '  // goes along'],
    [undefined, '  carts.move(old.id);'],
    ['}', '}'],
  ]);
});

test.each([[undefined], [[]], ['x'], [[{ lines: 'none' }]], [[null, 1]], [[{ oldStart: 'a', lines: [] }]]])(
  'a patch that is none (%j) is none',
  (value) => {
    expect(parseHunks(value)).toBe(undefined);
  },
);

test('texts without anything in common are shown one after the other', () => {
  const [before, after] = ['a\n', 'b\n'].map((line) =>
    Array.from({ length: 9000 }, (_, at) => `${at}${line}`).join(''),
  );
  expect(countChanges(compareTexts(before ?? '', after ?? ''))).toEqual({ added: 9000, removed: 9000 });
});

test.each([
  [
    '\u001b[31mred\u001b[0m plain',
    [
      ['red', 'term-red'],
      [' plain', ''],
    ],
  ],
  ['\u001b[38;2;255;255;255mwhite\u001b[0m', [['white', '']]],
  ['\u001b[8mhidden\u001b[0m', [['hidden', '']]],
  ['\u001b]8;;https://evil.example\u0007good\u001b]8;;\u0007', [['good ⟨https://evil.example⟩', '']]],
  ['\u001b]0;title\u0007', [['\u001b]0;title\u0007', '']]],
])('a terminal’s %j is text in a colour of ours', (line, shown) => {
  const tokens = paintTerminal([line])[0]?.map(({ text, look }) => [text, look ?? '']);
  expect(tokens?.filter(([text]) => text !== '')).toEqual(shown);
});

test.each([
  ['https://a.example/x', 'https://a.example/x'],
  ['mailto:a@b.example', 'mailto:a@b.example'],
  ['javascript:alert(1)', undefined],
  ['JaVaScRiPt:alert(1)', undefined],
  ['jav\tascript:alert(1)', undefined],
  [' data:text/html,x', undefined],
  ['//evil.example', undefined],
  ['src/web/page.tsx', undefined],
  ['file:///etc/passwd', undefined],
])('a link to %j leads to %j', (href, target) => {
  expect(toSafeTarget(href)).toBe(target);
});

test.each([['> '.repeat(10_000)], ['>'.repeat(10_000)], ['1. '.repeat(10_000)], [`${'\t'.repeat(12)}- a`]])(
  'what is nested without sense is not read as markdown',
  (text) => {
    expect(parseMarkdown(text)).toBe(undefined);
  },
);

test('a paragraph that would keep the parser busy stays as it is written', () => {
  const text = '_a__'.repeat(3000);
  expect(parseMarkdown(`${text}\n\n*a*`)).toMatchObject([
    { tokens: [{ type: 'text', raw: text }] },
    {},
    { tokens: [{ type: 'em' }] },
  ]);
});

test('pieces of a long message are the message', () => {
  const text = 'A paragraph of some length.\n\n'.repeat(3000);
  const pieces = cutMarkdown(text);
  expect(pieces.join('')).toBe(text);
  expect(pieces.slice(0, -1).every((piece) => piece.endsWith('\n\n'))).toBe(true);
});

test('code is coloured line by line, and stays what it is; a line that is too long goes without', async () => {
  const lines = ['const a = `one', 'two`; // done', `"${'x'.repeat(500)}"`, ''];
  const painted: { text: string; look?: string | undefined }[][] = [];
  await highlight(lines, 'typescript', (more) => {
    painted.push(...more.map((line) => [...line]));
    return true;
  });
  expect(painted.map((line) => line.map(({ text }) => text).join(''))).toEqual(lines);
  expect(painted[0]?.[0]).toEqual({ text: 'const', look: 'code-keyword' });
  expect(painted[1]?.[0]).toEqual({ text: 'two`', look: 'code-string' });
  expect(painted[2]).toEqual([{ text: lines[2] }]);
});

test.each([
  ['/a/b.test.TS', 'typescript'],
  ['C:\\x\\Makefile', 'makefile'],
  ['constructor', undefined],
  ['a.__proto__', undefined],
])('%s is written in %s', (file, language) => {
  expect(languageOf(file)).toBe(language);
});

test.each([
  ['ts title="x"', 'typescript'],
  ['console', 'bash'],
  ['toString', undefined],
])('the fence %s begins %s', (fence, language) => {
  expect(languageOfFence(fence)).toBe(language);
});
