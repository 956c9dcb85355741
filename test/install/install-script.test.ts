import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killAll } from '../helpers/own-daemons.ts';
import { until } from '../helpers/until.ts';
import { createInstallWorld, type InstallWorld, pathWithoutLinkers } from './install-world.ts';

const EVENT = '{"hook_event_name":"Stop","session_id":"of-the-installed-hook"}';

let world: InstallWorld;
let share: string;
let settings: string;

// One life of an installation, told in order: each test goes on where the one before it ended.
beforeAll(async () => {
  world = await createInstallWorld();
  share = path.join(world.home.userHome, '.local', 'share', 'mpm-hook');
  settings = path.join(world.home.claudeConfig, 'settings.json');
});

afterAll(() => {
  killAll(world.home);
  world.home.remove();
});

test('a rehearsal announces everything and does nothing', () => {
  const rehearsal = world.install(['--dry-run']);

  expect(rehearsal.status).toBe(0);
  for (const word of ['Building', 'Placing', 'Wiring', 'Starting', 'doctor']) expect(rehearsal.said).toContain(word);
  expect(world.filesInHome()).toEqual([]);
  expect(fs.existsSync(path.join(world.clone, 'dist'))).toBe(false);
});

test('a misspelt option is named, and nothing is done', () => {
  expect(world.install(['--unistall'])).toEqual({
    status: 64,
    said: 'install.sh: There is no option --unistall.\n  ./install.sh --help\n',
  });
  expect(world.filesInHome()).toEqual([]);
});

test('a fresh clone in an empty HOME ends in a working doctor', () => {
  const installation = world.install();

  expect(installation.said).toMatch(/mpm-hook open .*\n.*mpm-hook stats /);
  expect(installation.status).toBe(0);
  expect(world.run(world.installed, ['doctor']).status).toBe(0);
});

test('the hook that was wired carries an event into the store', async () => {
  const command = firstCommand(settings);
  expect(world.run(command, [], EVENT)).toEqual({ status: 0, said: '' });

  await until(() => storedEvents().includes('of-the-installed-hook'));
});

test('installing again changes no setting and leaves one version', () => {
  const before = fs.readFileSync(settings);
  const again = world.install();

  expect(again.said).toContain('unchanged');
  expect(again.status).toBe(0);
  expect(fs.readFileSync(settings)).toEqual(before);
  expect(versionFolders()).toHaveLength(1);
});

test('an upgrade takes the place of the old version; hooks and events are where they were', () => {
  const before = fs.readFileSync(settings);
  raiseVersion('99.0.0');

  const upgrade = world.install();

  expect(upgrade.said).toContain('Removing the older');
  expect(upgrade.status).toBe(0);
  expect(versionFolders()).toEqual(['99.0.0']);
  expect(fs.readFileSync(settings)).toEqual(before);
  expect(fs.existsSync(firstCommand(settings))).toBe(true);
  expect(JSON.parse(world.run(world.installed, ['daemon', 'status', '--json']).said)).toMatchObject({
    running: true,
    version: '99.0.0',
  });
  expect(storedEvents()).toContain('of-the-installed-hook');
});

test('where no linker is, the hook takes its Node form, and works', () => {
  const PATH = pathWithoutLinkers(path.join(world.home.root, 'no-linkers'));

  const installation = world.install([], { PATH });

  expect(installation.said).toContain('No linker');
  expect(installation.status).toBe(0);
  expect(fs.readFileSync(world.installed, 'utf8')).toMatch(/^#!\/bin\/sh/);
  expect(world.run(world.installed, ['--version']).said).toBe('99.0.0\n');
  expect(world.run(world.installed, [], EVENT)).toEqual({ status: 0, said: '' });
});

test('uninstalling leaves nothing but the home with the events, and says so', () => {
  const removal = world.install(['--uninstall']);

  expect(removal.said).toContain(world.home.paths.home);
  expect(removal.status).toBe(0);
  expect(world.filesInHome()).toEqual([]);
  expect(fs.existsSync(path.join(world.home.userHome, '.local'))).toBe(false);
  expect(fs.existsSync(world.home.paths.store)).toBe(true);
});

test('uninstalling what is not there is no fault', () => {
  const removal = world.install(['--uninstall']);

  expect(removal.said).toContain('Nothing is installed');
  expect(removal.status).toBe(0);
});

function firstCommand(file: string): string {
  const { hooks } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    hooks: Record<string, { hooks: { command: string }[] }[]>;
  };
  return Object.values(hooks)[0]?.[0]?.hooks[0]?.command ?? '';
}

function storedEvents(): string {
  return world.run(world.installed, ['tail', '--history', '100', '--no-follow', '--json']).said;
}

function versionFolders(): string[] {
  return fs
    .readdirSync(share, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** What a later checkout would bring. */
function raiseVersion(version: string): void {
  const { version: old } = JSON.parse(fs.readFileSync(path.join(world.clone, 'package.json'), 'utf8'));
  for (const file of ['package.json', 'src/shared/version.ts']) {
    const place = path.join(world.clone, file);
    fs.writeFileSync(place, fs.readFileSync(place, 'utf8').replace(old, version));
  }
}
