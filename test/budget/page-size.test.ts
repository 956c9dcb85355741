import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { VIEW_NAMES } from '../../src/shared/page-paths.ts';

const PAGE = path.join(import.meta.dirname, '..', '..', 'dist', 'web');
const FIRST_LOAD_BYTES = 150_000;

const html = fs.readFileSync(path.join(PAGE, 'index.html'), 'utf8');
const assets = fs.readdirSync(path.join(PAGE, 'assets')).filter((name) => /\.(js|css)$/.test(name));

function packedBytes(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + fs.statSync(path.join(PAGE, 'assets', `${name}.gz`)).size, 0);
}

/** What the page names itself, and what those files take in at once. */
function firstFiles(): string[] {
  const found = new Set(assets.filter((name) => html.includes(name)));
  for (const name of found) {
    const text = fs.readFileSync(path.join(PAGE, 'assets', name), 'utf8');
    const statics = [...text.matchAll(/from\s*["']\.\/([^"']+)["']|^import\s*["']\.\/([^"']+)["']/gm)];
    for (const [, from, bare] of statics) found.add(from ?? bare ?? '');
  }
  return [...found];
}

test(`the first load is ${FIRST_LOAD_BYTES} bytes at most, with the largest view`, () => {
  const views = assets.filter((name) => VIEW_NAMES.some((view) => name.startsWith(`${view}-view`)));
  expect(views.length).toBeGreaterThan(0);
  expect(packedBytes([...new Set([...firstFiles(), ...views])])).toBeLessThan(FIRST_LOAD_BYTES);
});

test('nothing of the page is inline, and nothing comes from elsewhere', () => {
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/);
  expect(html).not.toMatch(/https?:/);
  const code = assets.map((name) => fs.readFileSync(path.join(PAGE, 'assets', name), 'utf8')).join('\n');
  expect(code).not.toMatch(/@import|sourceMappingURL|url\(["']?https?:/);
});
