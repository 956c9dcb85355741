import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

const SHIM = path.join(import.meta.dirname, '../../hooks/mpm-hook-plugin.sh');
const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;

let home: TempHome;

beforeEach(() => {
  home = createTempHome();
});
afterEach(() => home.remove());

/** A stand-in for the installed program: writes down who called it and what it was given. */
function placeProgram(file: string, mode = 0o755): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n{ echo "$0 via=$MPM_HOOK_VIA"; cat; } > ${path.join(home.root, 'called')}\n`, {
    mode,
  });
}

function runShim(env: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(SHIM, { input: '{"a":1}', env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const called = () => {
  const file = path.join(home.root, 'called');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
};
const SILENCE = { status: 0, stdout: '', stderr: '' };

test('F46: without an installed program the plugin is silent', () => {
  expect(runShim({ HOME: home.userHome, PATH: '/usr/bin:/bin' })).toEqual(SILENCE);
  expect(runShim({ PATH: '/usr/bin:/bin' })).toEqual(SILENCE);
  expect(runShim({})).toEqual(SILENCE);
});

test('the usual place is found, gets the event, and is told that the plugin called it', () => {
  const program = path.join(home.userHome, '.local/bin/mpm-hook');
  placeProgram(program);

  expect(runShim({ HOME: home.userHome, PATH: '/usr/bin:/bin' })).toEqual(SILENCE);
  expect(called()).toBe(`${program} via=plugin\n{"a":1}`);
});

test('a program on the PATH is found', () => {
  const folder = path.join(home.root, 'some bin');
  placeProgram(path.join(folder, 'mpm-hook'));

  expect(runShim({ HOME: home.userHome, PATH: `${folder}:/usr/bin:/bin` })).toEqual(SILENCE);
  expect(called()).toContain('via=plugin\n{"a":1}');
});

test('MPM_HOOK_BIN comes first', () => {
  const chosen = path.join(home.root, 'my build', 'mpm-hook');
  placeProgram(chosen);
  placeProgram(path.join(home.userHome, '.local/bin/mpm-hook'));

  runShim({ HOME: home.userHome, PATH: '/usr/bin:/bin', MPM_HOOK_BIN: chosen });
  expect(called()).toContain(chosen);
});

test('F46: what is there and can not be run is passed over in silence', () => {
  placeProgram(path.join(home.userHome, '.local/bin/mpm-hook'), 0o644);
  const folder = path.join(home.root, 'mpm-hook');
  fs.mkdirSync(folder);

  expect(runShim({ HOME: home.userHome, PATH: '/usr/bin:/bin', MPM_HOOK_BIN: folder })).toEqual(SILENCE);
  expect(called()).toBeUndefined();
});

test.runIf(hasShellcheck)('shellcheck has nothing to say', () => {
  expect(spawnSync('shellcheck', ['--shell=sh', SHIM], { encoding: 'utf8' }).stdout).toBe('');
});
