import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryOwnerLock } from '../../src/daemon/owner-lock.ts';

const MODULE = path.join(import.meta.dirname, '../../src/daemon/owner-lock.ts');
let folder: string;
let file: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-owner-'));
  file = path.join(folder, 'owner.db');
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Another process that takes the lock and keeps it; says whether it got it. */
async function otherProcess(): Promise<string> {
  const source = `
    import { tryOwnerLock } from ${JSON.stringify(MODULE)};
    const lock = tryOwnerLock(${JSON.stringify(file)});
    process.stdout.write(lock === undefined ? 'lost' : 'won');
    setInterval(() => lock?.isStillOurs(), 1000);`;
  child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no stdout');
  const [said] = await once(child.stdout, 'data');
  return String(said);
}

test('F14: one process at a time owns a home', async () => {
  expect(await otherProcess()).toBe('won');
  expect(tryOwnerLock(file)).toBeUndefined();
});

test('F15: the lock of a process that was killed is free at once', async () => {
  expect(await otherProcess()).toBe('won');
  const ended = once(child as ChildProcess, 'exit');
  child?.kill('SIGKILL');
  await ended;

  const lock = tryOwnerLock(file);
  expect(lock).toBeDefined();
  lock?.close();
});

test('F37: it needs no room on the disk: nothing lies beside it', () => {
  const lock = tryOwnerLock(file);

  expect(fs.readdirSync(folder)).toEqual(['owner.db']);
  lock?.close();
});

test('F23: a stopped process keeps it', async () => {
  expect(await otherProcess()).toBe('won');
  child?.kill('SIGSTOP');
  expect(tryOwnerLock(file)).toBeUndefined();
});

test('the lock holds against other processes for as long as it is not closed', async () => {
  const lock = tryOwnerLock(file);
  expect(await otherProcess()).toBe('lost');
  lock?.close();
  lock?.close();
});

test('an owner notices that its home was removed or replaced', () => {
  const lock = tryOwnerLock(file);
  expect(lock?.isStillOurs()).toBe(true);
  fs.rmSync(file);
  expect(lock?.isStillOurs()).toBe(false);
  fs.writeFileSync(file, '');
  expect(lock?.isStillOurs()).toBe(false);
  lock?.close();
});

test('a file that is no database is told with what to do about it', () => {
  fs.writeFileSync(file, 'not a database'.repeat(100));
  expect(() => tryOwnerLock(file)).toThrow(
    expect.objectContaining({ code: 'OWNER_LOCK_UNUSABLE', hint: `rm ${file}` }),
  );
});
