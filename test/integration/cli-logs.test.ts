import * as fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogFile } from '../../src/daemon/log-file.ts';
import { callCli, type RunningCli, startCli } from '../helpers/cli.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;
let following: RunningCli | undefined;

beforeEach(() => {
  home = createTempHome();
});
afterEach(() => {
  following?.child.kill('SIGKILL');
  following = undefined;
  home.remove();
});

const at = Date.UTC(2026, 10, 22, 12);

/** Writes to the log as the daemon does; a small `maxBytes` makes it begin a new file soon. */
function writeLog(levels: readonly ('info' | 'warn' | 'error')[], maxBytes?: number): void {
  const log = createLogFile(home.paths.log, { nowMs: () => at, ...(maxBytes === undefined ? {} : { maxBytes }) });
  for (const [number, level] of levels.entries()) log.write({ level, event: 'test', message: `Line ${number}.` });
  log.close();
}

const logs = async (...options: string[]) => (await callCli(home, ['daemon', 'logs', ...options])).stdout;

test('shows the last lines, when and how bad', async () => {
  writeLog(['info', 'warn', 'error']);
  expect(await logs()).toBe(
    '2026-11-22 12:00:00  info   Line 0.\n2026-11-22 12:00:00  warn   Line 1.\n2026-11-22 12:00:00  error  Line 2.\n',
  );
});

test.each([
  ['--level warn', ['Line 1.', 'Line 2.']],
  ['--level error', ['Line 2.']],
  ['-n 1', ['Line 2.']],
  ['-n 1 --level warn', ['Line 2.']],
  ['-n 0', []],
])('with %s shows %j', async (options, messages) => {
  writeLog(['info', 'warn', 'error']);
  const shown = await logs(...options.split(' '), '--json');
  expect(
    shown
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { message: string }).message),
  ).toEqual(messages);
});

test('looks into the file before, when a new one was just begun', async () => {
  writeLog(['info', 'info', 'info'], 150);
  expect(fs.existsSync(`${home.paths.log}.1`)).toBe(true);
  expect((await logs('-n', '2')).split('\n').filter(Boolean)).toHaveLength(2);
});

test('a line that was cut off in the middle is left out', async () => {
  writeLog(['info']);
  fs.appendFileSync(home.paths.log, '{"at":"2026-');
  expect(await logs()).toBe('2026-11-22 12:00:00  info   Line 0.\n');
});

test('without a log there is nothing to show, and no failure', async () => {
  expect(await callCli(home, ['daemon', 'logs'])).toEqual({
    stdout: '',
    stderr: `Nothing in ${home.paths.log}.\n`,
    code: 0,
  });
});

test('--follow goes on with what comes, into the next file too', async () => {
  writeLog(['info']);
  following = startCli(home, ['daemon', 'logs', '--follow', '-n', '1']);
  await following.lines(1);
  writeLog(['warn']);
  await following.lines(2);
  writeLog(['warn']); // and is not looked at before the next file is there
  fs.renameSync(home.paths.log, `${home.paths.log}.1`);
  writeLog(['error']);

  const levels = (await following.lines(4)).map((line) => line.slice(21, 26).trim());
  expect(levels).toEqual(['info', 'warn', 'warn', 'error']);
});
