import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnchorFinder } from '../../src/shared/redact/anchors.ts';

const ANCHORS = ['sk-', 'token', 'café', '‹x›'];
const finder = createAnchorFinder(ANCHORS.map((anchor) => [anchor, anchor] as const));

function found(text: string): [number, string][] {
  const places: [number, string][] = [];
  finder.find(text, (at, anchor) => places.push([at, anchor]) > 0);
  return places;
}

test('anchors are found wherever they stand, also across the pieces in which a text is looked through', () => {
  const place = fc.integer({ min: 32 * 1024 - 12, max: 32 * 1024 + 12 });
  const filler = fc.constantFrom('a', 'é', '世', 's');
  fc.assert(
    fc.property(place, filler, fc.constantFrom(...ANCHORS), (at, char, anchor) => {
      expect(found(char.repeat(at) + anchor + char.repeat(40_000))).toEqual([[at, anchor]]);
    }),
    { numRuns: 200 },
  );
});

test('what only looks like an anchor in the lowest byte of its characters is none', () => {
  expect(found('\u0173\u016b\u012d')).toEqual([]); // the lowest bytes are those of "sk-"
});

test('nothing more is told once it was told to end', () => {
  const places: number[] = [];
  finder.find('sk- sk- token', (at) => {
    places.push(at);
    return false;
  });

  expect(places).toEqual([0]);
});
