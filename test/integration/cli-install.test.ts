import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ClaudeWorld, createClaudeWorld } from '../helpers/claude-world.ts';
import { type CliOptions, callCli } from '../helpers/cli.ts';

let world: ClaudeWorld;
let front: string;

/** A program of ours with its hook beside it, as the executable has it. */
beforeEach(() => {
  world = createClaudeWorld();
  front = path.join(world.home.root, 'dist', 'mpm-hook');
  fs.mkdirSync(path.dirname(front));
  fs.copyFileSync(world.hook, front);
  fs.writeFileSync(`${front}-full`, '');
});
afterEach(() => world.home.remove());

const call = (command: string, options: CliOptions = {}) =>
  callCli(world.home, command.split(' '), { ...options, program: `${front}-full` });
const settingsText = () => fs.readFileSync(world.settings, 'utf8');

test('install registers the hook beside us for all events, once', async () => {
  const { stdout, stderr, code } = await call('install');
  expect({ stdout, stderr, code }).toEqual({
    stdout: 'Registered for 27 events in ~/.claude/settings.json.\n',
    stderr: '',
    code: 0,
  });
  const { hooks } = JSON.parse(settingsText()) as { hooks: Record<string, unknown> };
  expect(hooks.Stop).toEqual([{ hooks: [{ type: 'command', command: front, args: [], timeout: 5 }] }]);

  const before = settingsText();
  expect((await call('install')).stdout).toBe('Nothing to do: ~/.claude/settings.json has the hooks for 27 events.\n');
  expect(settingsText()).toBe(before);
});

test('uninstall gives back the very bytes of before', async () => {
  const before = '{ "model":"opus" ,\n\n "hooks": {"Stop": []}}';
  fs.writeFileSync(world.settings, before);
  await call('install');
  expect((await call('uninstall')).stdout).toBe('Took the hooks out of ~/.claude/settings.json.\n');

  expect(settingsText()).toBe(before);
  expect((await call('uninstall')).stdout).toBe('Nothing to do: ~/.claude/settings.json has no hooks of ours.\n');
});

test('--dry-run shows a diff and changes nothing', async () => {
  world.writeSettings({ model: 'opus' });
  const before = settingsText();
  const { stdout } = await call('install --dry-run');

  expect(stdout).toContain(`--- ${world.settings}\n+++ ${world.settings}\n`);
  expect(stdout).toContain(`"command": "${front}"`);
  expect(settingsText()).toBe(before);
});

test('--json says what was changed', async () => {
  const answer: unknown = JSON.parse((await call('install --json')).stdout);
  expect(answer).toMatchObject({
    settings: world.settings,
    changed: true,
    dryRun: false,
    scope: 'user',
    command: front,
    claudeVersion: '2.1.330',
  });
});

test.each([
  ['--project', 'settings.json'],
  ['--local', 'settings.local.json'],
])('%s is for the folder one stands in', async (scope, file) => {
  const folder = path.join(world.home.root, 'project');
  fs.mkdirSync(folder);
  await call(`install ${scope}`, { folder });

  expect(fs.existsSync(path.join(folder, '.claude', file))).toBe(true);
  expect(fs.existsSync(world.settings)).toBe(false);
});

test('F43: settings that are no JSON are refused, untouched', async () => {
  fs.writeFileSync(world.settings, '{ "hooks": ');
  const { stderr, code } = await call('install');

  expect(stderr).toMatch(/^mpm-hook: .*settings\.json is not valid JSON.*\n {2}Nothing was changed\./);
  expect(code).toBe(1);
  expect(settingsText()).toBe('{ "hooks": ');
});

test('without a trace of Claude Code, what its oldest living release knows is registered, and that is said', async () => {
  const { stdout, stderr } = await call('install', { env: { PATH: '/nowhere' } });
  expect(stdout).toBe('Registered for 25 events in ~/.claude/settings.json.\n');
  expect(stderr).toContain('No Claude Code was found');
});

test('events on wish, and those that are never wired', async () => {
  expect((await call('install --events MessageDisplay')).stdout).toContain('Registered for 28 events');
  expect(await call('install --events WorktreeCreate')).toMatchObject({ code: 1, stdout: '' });
});

test('http hooks come with what to start Claude Code with', async () => {
  const { stderr } = await call('install --transport http', { env: { MPM_HOOK_PORT: '9999' } });
  expect(stderr).toContain('MPM_HOOK_TOKEN=$(mpm-hook token --publish) claude');
  expect(settingsText()).toContain('http://127.0.0.1:9999/v1/events');
});

test('F44: a second wiring elsewhere is told at once', async () => {
  const folder = path.join(world.home.root, 'project');
  fs.mkdirSync(path.join(folder, '.claude'), { recursive: true });
  const hooks = { Stop: [{ hooks: [{ type: 'command', command: world.hook, args: [] }] }] };
  fs.writeFileSync(path.join(folder, '.claude', 'settings.json'), JSON.stringify({ hooks }));

  expect((await call('install', { folder })).stderr).toContain('1 event registered twice, here and in another place');
});

describe('F45: a link to this program under another name', () => {
  let link: string;

  beforeEach(() => {
    link = path.join(world.home.userHome, 'bin', 'watch-claude');
    fs.symlinkSync(front, link);
    world.wire(link, ['Stop']);
  });

  test('is known to uninstall, also where nothing is on record', async () => {
    expect((await call('uninstall')).stdout).toBe('Took the hooks out of ~/.claude/settings.json.\n');
    expect(settingsText()).not.toContain(link);
  });

  test('is known to the doctor', async () => {
    const { findings } = JSON.parse((await call('doctor --json')).stdout);
    expect(findings).toContainEqual(expect.objectContaining({ says: 'Hooks are registered for 1 of 27 events' }));
  });

  test('is told at once where it makes two of one event', async () => {
    const { stderr } = await call('install --local');
    expect(stderr).toContain('1 event registered twice, here and in another place');
  });
});
