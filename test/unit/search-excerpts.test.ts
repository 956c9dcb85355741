import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createExcerpts } from '../../src/daemon/search/excerpts.ts';
import { parseQuery } from '../../src/shared/search-query.ts';

const excerpts = createExcerpts();
afterAll(() => excerpts.close());

/** What stands in the ranges, for each place of one event. */
function marked(data: object, query: string): [path: string, ...found: string[]][] {
  const [matches = []] = excerpts.of([JSON.stringify(data)], parseQuery(query));
  return matches.map(({ path, excerpt, ranges }) => [path, ...ranges.map(([from, to]) => excerpt.slice(from, to))]);
}

test.each([
  ['npm test', 'run npm test', ['npm', 'test']],
  ['"npm test"', 'run npm test', ['npm test']],
  ['kaffee', 'a \u{1F600} K\u00c1FFEE', ['K\u00c1FFEE']],
  ['kaffee', 'a \u{1F600} KA\u0301FFEE', ['KA\u0301FFEE']],
  ['cafe', '\u{10FFFF}\u{1F468}\u200d\u{1F469} café \u{20BB7} café', ['café', 'café']],
  ['\u{20BB7}', '\u{1F600}\u{20BB7}!', ['\u{20BB7}']],
  ['中文', '他说 中文 吗', ['中文']],
  ['after', 'a \uD800 lone half, after', ['after']],
  ['after', 'nul\u0000 after', ['after']],
  ['te*', 'test tea not', ['test', 'tea']],
  ['src/run.ts', 'at src/run.ts:12', ['src/run.ts']],
  ['html', '<b>html</b> <mark>', ['html']],
])('of %s in %j it marks %j', (query, prompt, found) => {
  expect(marked({ prompt }, query)).toEqual([['prompt', ...found]]);
});

test('whatever a text holds, only what was looked for is marked, and the excerpt is a piece of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (noise) => {
      const prompt = `${noise} needle ${noise}`;
      const [[match] = []] = excerpts.of([JSON.stringify({ prompt })], parseQuery('needle'));
      const { excerpt = '', ranges = [] } = match ?? {};

      expect(ranges.length).toBeGreaterThan(0);
      for (const [from, to] of ranges) expect(excerpt.slice(from, to).toLowerCase()).toContain('needle');
      const bare = excerpt.replace(/^…|…$/g, '');
      expect(Buffer.from(prompt.replaceAll('\0', ' ')).toString()).toContain(bare);
    }),
  );
});

test('tells at most three places of an event, none twice, and none of its neighbours', () => {
  const data = { a: 'needle 1', b: 'needle 1', c: 'needle 2', d: 'needle 3', e: 'needle 4' };
  const [some = [], none] = excerpts.of([JSON.stringify(data), '{"a":"hay"}'], parseQuery('needle'));

  expect(new Set(some.map(({ excerpt }) => excerpt)).size).toBe(3);
  expect(none).toEqual([]);
});

test('an excerpt of endless words is short, and begins a little before what was found', () => {
  const prompt = `${'y'.repeat(5000)} needle ${'\u{20BB7}'.repeat(5000)}`;
  const [[match] = []] = excerpts.of([JSON.stringify({ prompt })], parseQuery('needle'));
  const { excerpt = '', ranges = [] } = match ?? {};

  expect(excerpt.length).toBeLessThan(410);
  expect(excerpt.isWellFormed()).toBe(true);
  expect(ranges.map(([from, to]) => excerpt.slice(from, to))).toEqual(['needle']);
});
