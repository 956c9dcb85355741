import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from 'vitest';

const DIST = path.join(import.meta.dirname, '..', '..', 'dist');
const KB = 1000;
const MB = 1_000_000;

const front = path.join(DIST, 'mpm-hook');
const isNative = fs.readFileSync(front).subarray(1, 4).toString() === 'ELF';
const hasStaticLibc = path.isAbsolute(askCompiler('-print-file-name=libc.a'));

test.each([
  ['mpm-hook', 2 * MB],
  ['mpm-hook-full', 130 * MB],
  ['node/hook.cjs', 40 * KB],
  ['node/cli.cjs', 1.75 * MB], // the page is in it, packed twice,
  ['client/index.js', 100 * KB],
  ['client/browser.js', 30 * KB],
])('%s has at most %i bytes', (name, most) => {
  expect(fs.statSync(path.join(DIST, name)).size).toBeLessThanOrEqual(most);
});

test.each(['mpm-hook', 'mpm-hook-full', 'node/hook.cjs', 'node/cli.cjs', 'client/index.js', 'client/browser.js'])(
  '%s does not tell where it was built',
  (name) => {
    const root = path.dirname(DIST);
    expect(fs.readFileSync(path.join(DIST, name)).includes(root)).toBe(false);
  },
);

test('the program is text of ASCII alone: one sign past it and V8 holds all of it at two bytes a sign', () => {
  const text = fs.readFileSync(path.join(DIST, 'node/cli.cjs'), 'utf8');
  expect(/.{0,40}[^\0-\x7f].{0,20}/.exec(text)?.[0]).toBeUndefined();
});

describe.skipIf(process.platform !== 'linux' || !isNative || !hasStaticLibc)('the native hook on Linux', () => {
  test('is linked statically: one executable for every distribution, and no loader at each hook', () => {
    expect(programHeaderTypes(fs.readFileSync(front))).not.toContain(PT_INTERP);
  });
});

test('the full executable needs no Node on the machine, and ignores what is meant for other Node programs', () => {
  const said = execFileSync(path.join(DIST, 'mpm-hook-full'), ['--version'], {
    env: { PATH: '/nowhere', NODE_OPTIONS: '--require /nowhere/at-all.cjs' },
    encoding: 'utf8',
  });
  expect(said).toMatch(/^\d+\.\d+\.\d+\n$/);
});

/** The program header that asks for a loader; a static executable has none (ELF specification, "Program Header"). */
const PT_INTERP = 3;

function programHeaderTypes(elf: Buffer): number[] {
  const start = Number(elf.readBigUInt64LE(32));
  const size = elf.readUInt16LE(54);
  const count = elf.readUInt16LE(56);
  return Array.from({ length: count }, (_, number) => elf.readUInt32LE(start + number * size));
}

function askCompiler(question: string): string {
  return spawnSync('cc', [question], { encoding: 'utf8' }).stdout?.trim() ?? '';
}
