import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';

const SRC = path.join(import.meta.dirname, '..', '..', 'src');
const MOST_LINES = 250;
const MEDIAN_LINES = 80;

const lengths = fs
  .readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|tsx|css)$/.test(name))
  .map((name) => [name, fs.readFileSync(path.join(SRC, name), 'utf8').split('\n').length - 1] as const);

test(`no file of src has more than ${MOST_LINES} lines`, () => {
  expect(lengths.filter(([, lines]) => lines > MOST_LINES)).toEqual([]);
});

test(`half the files of src have fewer than ${MEDIAN_LINES} lines`, () => {
  const sorted = lengths.map(([, lines]) => lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(MEDIAN_LINES);
});
