import * as fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureToken, rotateToken } from '../../src/shared/token-file.ts';
import { createTokenSource } from '../../src/shared/token-source.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;
let changes: number;

beforeEach(() => {
  home = createTempHome();
  changes = 0;
});
afterEach(() => home.remove());

function createSource() {
  return createTokenSource(home.paths.token, () => {
    changes += 1;
  });
}

test('the token is that of the file, and looking again changes nothing', () => {
  const token = ensureToken(home.paths.token);
  const source = createSource();
  expect([source.current(), source.current()]).toEqual([token, token]);
  expect(changes).toBe(0);
});

test('a new token counts at the next look', () => {
  ensureToken(home.paths.token);
  const source = createSource();
  source.current();
  const rotated = rotateToken(home.paths.token);
  expect(source.current()).toBe(rotated);
  expect(changes).toBe(1);
});

test('a token file that was removed is made again, with another token', () => {
  const token = ensureToken(home.paths.token);
  const source = createSource();
  source.current();
  fs.rmSync(home.paths.token);
  const made = source.current();
  expect(made).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(made).not.toBe(token);
  expect(fs.readFileSync(home.paths.token, 'utf8').trim()).toBe(made);
  expect(changes).toBe(1);
});

test.each(['', 'short', 'x'.repeat(44)])('a file with %j in it is no token, and nobody has the right one', (text) => {
  ensureToken(home.paths.token);
  const source = createSource();
  source.current();
  fs.writeFileSync(home.paths.token, text);
  expect(source.current()).toBeUndefined();
  expect(changes).toBe(1);
});

test('without a home there is no token', () => {
  fs.rmSync(home.paths.home, { recursive: true });
  expect(createSource().current()).toBeUndefined();
});
