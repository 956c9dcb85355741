import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findClaudeVersion, parseClaudeVersion } from '../../src/install/claude-version.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;
let folder: string;

beforeEach(() => {
  home = createTempHome();
  folder = path.join(home.root, 'bin');
  fs.mkdirSync(folder);
});
afterEach(() => home.remove());

function placeClaude(script: string, mode = 0o755): void {
  fs.writeFileSync(path.join(folder, 'claude'), `#!/bin/sh\n${script}\n`, { mode });
}

const find = (timeoutMs?: number) =>
  findClaudeVersion({
    env: { PATH: `${folder}:/usr/bin:/bin`, CLAUDE_CONFIG_DIR: home.claudeConfig },
    userHome: home.userHome,
    ...(timeoutMs && { timeoutMs }),
  });

test('the release is what claude on the PATH says', async () => {
  placeClaude('[ "$1" = --version ] && echo "2.1.330 (Claude Code)"');
  expect(await find()).toBe('2.1.330');
});

test.each([
  ['says nothing', 'exit 0'],
  ['fails', 'exit 1'],
  ['is some other program', 'echo "claude 3.0.0"'],
  ['dies', 'kill -9 $$'],
  ['waits for an answer', 'read -r answer; echo "$answer"'],
])('one that %s has no release', async (_, script) => {
  placeClaude(script);
  expect(await find()).toBeUndefined();
});

test('no claude, no PATH, and one that can not be run have no release', async () => {
  expect(await findClaudeVersion({ env: { PATH: folder }, userHome: home.userHome })).toBeUndefined();
  expect(await findClaudeVersion({ env: {}, userHome: home.userHome })).toBeUndefined();
  placeClaude('echo "2.1.330 (Claude Code)"', 0o644);
  expect(await findClaudeVersion({ env: { PATH: folder }, userHome: home.userHome })).toBeUndefined();
});

test.each(['.local/bin', '.claude/local'])('one that is only in ~/%s is found there', async (place) => {
  fs.mkdirSync(path.join(home.userHome, place), { recursive: true });
  fs.writeFileSync(path.join(home.userHome, place, 'claude'), '#!/bin/sh\necho "2.1.240 (Claude Code)"\n', {
    mode: 0o755,
  });
  expect(await find()).toBe('2.1.240');
});

test.each([
  [{ lastOnboardingVersion: '2.1.99', lastReleaseNotesSeen: '2.1.330' }, '2.1.330'],
  [{ lastOnboardingVersion: '2.1.197' }, '2.1.197'],
  [{ lastReleaseNotesSeen: 'soon', numStartups: 5 }, undefined],
  ['not an object', undefined],
])('where no program is, the state %j speaks of %s', async (state, version) => {
  fs.writeFileSync(path.join(home.claudeConfig, '.claude.json'), JSON.stringify(state));
  expect(await find()).toBe(version);
  fs.renameSync(path.join(home.claudeConfig, '.claude.json'), path.join(home.userHome, '.claude.json'));
  expect(await findClaudeVersion({ env: { PATH: folder }, userHome: home.userHome })).toBe(version);
});

test('one that hangs, and its child that holds the pipe, are not waited for', async () => {
  placeClaude('sleep 8 & sleep 8');
  const startedAt = performance.now();

  expect(await find(200)).toBeUndefined();

  expect(performance.now() - startedAt).toBeLessThan(5000);
});

test.each([
  ['2.1.330 (Claude Code)\n', '2.1.330'],
  ['1.0.120 (Claude Code)', '1.0.120'],
  ['2.2.0-beta.1 (Claude Code)', '2.2.0'],
  ['', undefined],
  ['v2.1.330', undefined],
])('%j is read as %s', (output, version) => {
  expect(parseClaudeVersion(output)).toBe(version);
});
