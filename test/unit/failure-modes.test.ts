import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');

interface Row {
  readonly name: string;
  readonly tests: readonly string[];
}

const ROWS: readonly Row[] = fs
  .readFileSync(path.join(ROOT, 'docs', 'failure-modes.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| F\d+ /.test(line))
  .map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return { name: cells[1] ?? '', tests: (cells[4] ?? '').split(', ').filter((name) => name !== '-') };
  });

/** The failure modes that a test's title speaks of; `F38–F41` names a whole run of them. */
function namedIn(text: string): Set<number> {
  const named = new Set<number>();
  for (const [, from = '', to] of text.matchAll(/\bF(\d+)(?:–F(\d+))?\b/g)) {
    for (let at = Number(from); at <= Number(to ?? from); at += 1) named.add(at);
  }
  return named;
}

describe('the table of failure modes', () => {
  test('has each of them once, in order', () => {
    expect(ROWS.map(({ name }) => name)).toEqual(Array.from({ length: 58 }, (_, at) => `F${at + 1}`));
  });

  test.each(ROWS.flatMap(({ name, tests }) => tests.map((file) => [name, file] as const)))(
    '%s is spoken of in %s',
    (name, file) => {
      const text = fs.readFileSync(path.join(ROOT, 'test', `${file}.test.ts`), 'utf8');
      expect(namedIn(text)).toContain(Number(name.slice(1)));
    },
  );
});
