import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findWiring } from '../../src/install/find-wiring.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

const ROOT = path.join(import.meta.dirname, '../..');

let home: TempHome;
let project: string;
let managed: string;
let program: string;

beforeEach(() => {
  home = createTempHome();
  project = path.join(home.root, 'project');
  managed = path.join(home.root, 'managed');
  program = path.join(home.userHome, '.local/bin/mpm-hook');
  write(program, '#!/bin/sh\n');
  fs.chmodSync(program, 0o755);
});
afterEach(() => home.remove());

const find = () =>
  findWiring({
    configFolder: home.claudeConfig,
    projectFolder: project,
    managedFolder: managed,
    userHome: home.userHome,
    searchPath: path.dirname(program),
    claudeVersion: '2.1.330',
  });

function write(file: string, content: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

const userFile = () => path.join(home.claudeConfig, 'settings.json');
const projectFile = () => path.join(project, '.claude', 'settings.json');
const localFile = () => path.join(project, '.claude', 'settings.local.json');
const managedFile = () => path.join(managed, 'managed-settings.json');
const exec = (command = program) => ({ type: 'command', command, args: [] });
const wired = (handler: unknown = exec(), event = 'Stop') => ({ hooks: { [event]: [{ hooks: [handler] }] } });

/** As `claude plugin marketplace add <this repository>` and `claude plugin install` leave it. */
function enablePlugin({ isCopied }: { isCopied: boolean }): Record<string, unknown> {
  const copy = path.join(home.claudeConfig, 'plugins/cache/mpm-hook/mpm-hook/0.1.0');
  const source = isCopied ? { source: 'github', repo: 'some/where' } : { source: 'directory', path: ROOT };
  if (isCopied) fs.cpSync(path.join(ROOT, 'hooks'), path.join(copy, 'hooks'), { recursive: true });
  write(path.join(home.claudeConfig, 'plugins/installed_plugins.json'), {
    version: 2,
    plugins: { 'mpm-hook@mpm-hook': [{ scope: 'user', installPath: copy, version: '0.1.0' }] },
  });
  write(path.join(home.claudeConfig, 'plugins/known_marketplaces.json'), {
    'mpm-hook': { source, installLocation: isCopied ? '/nowhere' : ROOT },
  });
  return { enabledPlugins: { 'mpm-hook@mpm-hook': true } };
}

test('on a machine without settings nothing is wired', () => {
  expect(find()).toEqual({ places: [], doubledEvents: [] });
});

test('each place is told with its events and the program behind them', () => {
  write(userFile(), wired());
  write(localFile(), { hooks: { Stop: [{ matcher: 'x', hooks: [{ type: 'command', command: 'say' }] }] } });

  expect(find().places).toEqual([
    {
      kind: 'user',
      file: userFile(),
      entries: [{ event: 'Stop', handler: exec(), program: { path: program, isRunnable: true } }],
      faults: [],
    },
    { kind: 'local', file: localFile(), entries: [], faults: [] },
  ]);
});

test('F45: a stale path is told, and one that is no program', () => {
  write(userFile(), wired(exec('/gone/mpm-hook')));
  write(projectFile(), wired(exec(path.join(project, 'mpm-hook'))));
  write(path.join(project, 'mpm-hook'), 'not executable');

  expect(find().places.flatMap(({ entries }) => entries.map((entry) => entry.program?.isRunnable))).toEqual([
    false,
    false,
  ]);
});

test.each([
  ['~/.local/bin/mpm-hook', undefined, true],
  ['$HOME/.local/bin/mpm-hook', undefined, true],
  ['mpm-hook', undefined, true],
  ['mpm-hook', [], true],
  // Without a shell nobody replaces these, and a relative path is relative to wherever the session is.
  ['~/.local/bin/mpm-hook', [], false],
  ['./mpm-hook', [], false],
])('F45: %s with args %j can be run: %s', (command, args, isRunnable) => {
  write(userFile(), wired({ type: 'command', command, ...(args && { args }) }));

  expect(find().places[0]?.entries[0]?.program?.isRunnable).toBe(isRunnable);
});

test('the Node form started by node needs a script that is there, not one that is executable', () => {
  const script = path.join(home.root, 'mpm-hook.cjs');
  write(script, '');
  write(userFile(), wired({ type: 'command', command: '/usr/bin/node', args: [script] }));

  expect(find().places[0]?.entries[0]?.program).toEqual({ path: script, isRunnable: true });
});

test.each([{ isCopied: true }, { isCopied: false }])('F44: settings and plugin wired together are told: %o', (how) => {
  write(userFile(), { ...wired(), ...enablePlugin(how) });

  const { places, doubledEvents } = find();

  expect(places.map(({ kind, plugin }) => [kind, plugin])).toEqual([
    ['user', undefined],
    ['plugin', 'mpm-hook@mpm-hook'],
  ]);
  expect(places[1]?.entries.find(({ event }) => event === 'Stop')?.program?.isRunnable).toBe(true);
  expect(doubledEvents).toEqual(['Stop']);
});

test('a plugin that a project switches off is not told', () => {
  write(userFile(), enablePlugin({ isCopied: true }));
  write(projectFile(), { enabledPlugins: { 'mpm-hook@mpm-hook': false } });

  expect(find().places.map(({ kind }) => kind)).toEqual(['user', 'project']);
});

test('F44: the same handler in two settings files runs once, another spelling of it twice', () => {
  write(userFile(), wired());
  write(projectFile(), wired());
  expect(find().doubledEvents).toEqual([]);

  write(projectFile(), wired({ type: 'command', command: program }));
  expect(find().doubledEvents).toEqual(['Stop']);
});

test.each([
  ['user', { user: { disableAllHooks: true } }, true],
  ['user', { user: { disableAllHooks: true }, project: { disableAllHooks: false } }, false],
  ['user', { local: { disableAllHooks: true } }, true],
  ['user', { managed: { disableAllHooks: true } }, true],
  ['user', { managed: { allowManagedHooksOnly: true } }, true],
  ['plugin', { managed: { allowManagedHooksOnly: true } }, true],
  ['plugin', { managed: { allowManagedHooksOnly: true, enabledPlugins: { 'mpm-hook@mpm-hook': true } } }, false],
  ['user', { managed: { strictPluginOnlyCustomization: ['hooks'] } }, true],
  ['plugin', { managed: { strictPluginOnlyCustomization: ['hooks'] } }, false],
  ['user', { managed: { strictPluginOnlyCustomization: ['skills'] } }, false],
  ['managed', { user: { disableAllHooks: true }, managed: wired() }, false],
  ['managed', { managed: { ...wired(), disableAllHooks: true } }, true],
] as const)('hooks of %s with %j are stopped: %s', (kind, settings: Record<string, object>, isStopped) => {
  write(userFile(), { ...wired(), ...enablePlugin({ isCopied: true }), ...settings.user });
  write(projectFile(), { ...settings.project });
  write(localFile(), { ...settings.local });
  write(managedFile(), { ...settings.managed });

  const place = find().places.find((candidate) => candidate.kind === kind);

  expect(place?.stoppedBy !== undefined).toBe(isStopped);
});

test('an administrator’s drop-in is read after the file itself', () => {
  write(managedFile(), { disableAllHooks: true });
  write(path.join(managed, 'managed-settings.d', '10-hooks.json'), { disableAllHooks: false });
  write(userFile(), wired());

  expect(find().places.find(({ kind }) => kind === 'user')).not.toHaveProperty('stoppedBy');
});

test('F50: the entry of another program that switches the file off is named', () => {
  write(userFile(), {
    hooks: { ...wired().hooks, PreToolUse: [{ hooks: [{ type: 'command', command: 'lint', timeout: 0 }] }] },
  });

  expect(find().places[0]).toMatchObject({
    entries: [{ event: 'Stop' }],
    faults: [{ place: 'hooks.PreToolUse.0.hooks.0', fault: 'timeout is not a number above 0', effect: 'file-off' }],
  });
});

test.each([
  ['a comment', '{ // mine\n}'],
  ['an array', '[]'],
  ['half a file', '{"hooks"'],
])('a settings file with %s is told as a problem, and does not count as wired', (_, content) => {
  write(userFile(), content);
  write(projectFile(), wired());

  const { places } = find();

  expect(places[0]?.problem).toMatch(/settings\.json is not/);
  expect(places[1]?.entries).toHaveLength(1);
});

test('a plugin registry that is damaged hides no settings', () => {
  write(userFile(), { ...wired(), ...enablePlugin({ isCopied: true }) });
  write(path.join(home.claudeConfig, 'plugins/installed_plugins.json'), '{');

  expect(find().places.map(({ kind }) => kind)).toEqual(['user']);
});
