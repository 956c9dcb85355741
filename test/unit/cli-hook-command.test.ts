import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hookCommand } from '../../src/cli/hook-command.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;

beforeEach(() => {
  home = createTempHome();
});
afterEach(() => home.remove());

/** Makes an executable file, or a link to one, and says where it is. */
function place(file: string, target?: string): string {
  const whole = path.join(home.userHome, file);
  fs.mkdirSync(path.dirname(whole), { recursive: true });
  if (target === undefined) fs.writeFileSync(whole, '#!/bin/sh\n', { mode: 0o755 });
  else fs.symlinkSync(target, whole);
  return whole;
}

const commandOf = (program: string, env = {}) => hookCommand({ program, userHome: home.userHome, env });

test('F45: the stable path is written, whatever release is behind it', () => {
  const full = place('.local/share/mpm-hook/1.0.0/mpm-hook-full');
  const hook = place('.local/share/mpm-hook/1.0.0/mpm-hook');
  place('.local/share/mpm-hook/current', '1.0.0');
  const stable = place('.local/bin/mpm-hook', '../share/mpm-hook/current/mpm-hook');

  expect(commandOf(full)).toBe(stable);
  expect(fs.realpathSync(stable)).toBe(hook);
});

test('another installation’s stable path is not ours to write', () => {
  place('.local/bin/mpm-hook');
  const full = place('build/dist/mpm-hook-full');
  const hook = place('build/dist/mpm-hook');

  expect(commandOf(full)).toBe(hook);
});

test('the prefix may lie elsewhere', () => {
  const full = place('opt/share/mpm-hook-full');
  place('opt/share/mpm-hook');
  const stable = place('opt/bin/mpm-hook', '../share/mpm-hook');

  expect(commandOf(full, { PREFIX: path.join(home.userHome, 'opt') })).toBe(stable);
});

test.each([
  ['the executable, beside it', 'dist/mpm-hook-full', ['dist/mpm-hook'], 'dist/mpm-hook'],
  ['the Node form, beside it', 'dist/node/cli.cjs', ['dist/node/mpm-hook'], 'dist/node/mpm-hook'],
  [
    'the Node form, the native one above it first',
    'dist/node/cli.cjs',
    ['dist/node/mpm-hook', 'dist/mpm-hook'],
    'dist/mpm-hook',
  ],
  ['the package’s entry, in dist', 'bin/mpm-hook.cjs', ['dist/node/mpm-hook'], 'dist/node/mpm-hook'],
  ['the sources, what was built from them', 'src/cli/main.ts', ['dist/mpm-hook'], 'dist/mpm-hook'],
])('the hook of %s', (_what, program, files, expected) => {
  for (const file of files) place(file);
  expect(commandOf(place(program))).toBe(path.join(home.userHome, expected));
});

test('without a hook beside it there is nothing to register', () => {
  expect(() => commandOf(place('somewhere/mpm-hook-full'))).toThrow(/There is no mpm-hook beside/);
});
