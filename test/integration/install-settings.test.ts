import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyPlan } from '../../src/install/apply-plan.ts';
import { printDiff } from '../../src/install/diff.ts';
import { isSettled } from '../../src/install/plan.ts';
import { createSettingsWorld, EVENTS, OTHERS, type SettingsWorld } from '../helpers/settings-world.ts';

let world: SettingsWorld;

beforeEach(() => {
  world = createSettingsWorld();
});
afterEach(() => world.remove());

test('F46: what install wrote, uninstall takes back to the byte', async () => {
  world.write(OTHERS);

  await applyPlan(world.install());
  expect(Object.keys(JSON.parse(world.read()).hooks)).toHaveLength(EVENTS.length);
  await applyPlan(world.uninstall());

  expect(world.read()).toBe(OTHERS);
  expect(fs.existsSync(world.manifestPath)).toBe(false);
  expect(world.neighbours()).toEqual(['settings.json']);
});

test('F46: a file and folders that install made are gone after uninstall', async () => {
  world = world.at('project', '.claude', 'settings.json');

  await applyPlan(world.install());
  expect(world.read()).toContain('/opt/one/mpm-hook');
  await applyPlan(world.uninstall());

  expect(fs.existsSync(path.join(world.root, 'project'))).toBe(false);
});

test('F46: a folder that install made stays when somebody has put something into it', async () => {
  world = world.at('project', '.claude', 'settings.json');
  await applyPlan(world.install());
  fs.writeFileSync(path.join(path.dirname(world.settingsPath), 'CLAUDE.md'), '');

  await applyPlan(world.uninstall());

  expect(world.neighbours()).toEqual(['CLAUDE.md']);
});

test('an empty file is empty again, not gone', async () => {
  world.write('');

  await applyPlan(world.install());
  await applyPlan(world.uninstall());

  expect(world.read()).toBe('');
});

test('F46: after others have changed the file, only our entries go', async () => {
  world.write(OTHERS);
  await applyPlan(world.install());
  world.write(world.read().replace('"opus"', '"sonnet"').replace('"env"', '"theme": "dark",\n    "env"'));

  await applyPlan(world.uninstall());

  expect(world.read()).toBe(OTHERS.replace('"opus"', '"sonnet"').replace('"env"', '"theme": "dark",\n    "env"'));
});

test('F46: an entry of ours that somebody made theirs is theirs, though the file is as long as we left it', async () => {
  world.write(OTHERS);
  await applyPlan(world.install());
  world.write(world.read().replace('/opt/one/mpm-hook', '/opt/one/my-hooks'));

  await applyPlan(world.uninstall());

  expect(world.read().match(/\/opt\/one\/[^"]*/g)).toEqual(['/opt/one/my-hooks']);
});

test('F46: without a manifest uninstall still takes our entries out', async () => {
  world.write(OTHERS);
  await applyPlan(world.install());
  fs.rmSync(world.manifestPath);

  await applyPlan(world.uninstall());

  expect(world.read()).toBe(OTHERS);
});

test('F46: a damaged manifest costs no hook of ours its removal', async () => {
  world.write(OTHERS);
  await applyPlan(world.install());
  fs.writeFileSync(world.manifestPath, '{"version": 1, "files": {"');

  await applyPlan(world.uninstall());

  expect(world.read()).toBe(OTHERS);
});

test('F45, F46: an upgrade replaces the path, and uninstall goes back to before the first install', async () => {
  const content = '{ "hooks": { } }';
  world.write(content);
  await applyPlan(world.install('/opt/one/mpm-hook'));
  await applyPlan(world.install('/opt/two/mpm-hook'));

  expect(world.read()).not.toContain('/opt/one/');
  expect(world.read().match(/\/opt\/two\/mpm-hook/g)).toHaveLength(EVENTS.length);
  await applyPlan(world.uninstall());
  expect(world.read()).toBe(content);
});

test('F44: run twice, nothing is written the second time, not even a backup', async () => {
  world.write(OTHERS);
  await applyPlan(world.install());
  const before = fs.statSync(world.settingsPath, { bigint: true });
  const kept = world.backups();

  const plan = world.install();
  expect(isSettled(plan)).toBe(true);
  expect(plan.changes).toEqual([]);
  expect(await applyPlan(plan)).toMatchObject({ backup: undefined });

  const after = fs.statSync(world.settingsPath, { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  expect(world.backups()).toEqual(kept);
});

test('a plan writes nothing', () => {
  world.write(OTHERS);
  world.install();

  expect(world.read()).toBe(OTHERS);
  expect(fs.existsSync(world.manifestPath)).toBe(false);
});

const hasPatch = spawnSync('patch', ['--version']).status === 0;

test.runIf(hasPatch)('the diff of a plan is one that patch takes', () => {
  world.write(OTHERS);
  const plan = world.install();
  const copy = path.join(world.root, 'copy.json');
  fs.writeFileSync(copy, OTHERS);
  execFileSync('patch', ['-s', copy], { input: printDiff(plan) });
  expect(fs.readFileSync(copy, 'utf8')).toBe(plan.after);
  expect(printDiff({ ...plan, after: plan.before })).toBe('');
});

test('user and project settings are remembered apart', async () => {
  world.write(OTHERS);
  await applyPlan(world.install());
  const local = world.at('settings.local.json');
  await applyPlan(local.install());
  await applyPlan(local.uninstall());
  expect(fs.existsSync(local.settingsPath)).toBe(false);

  await applyPlan(world.uninstall());
  expect(world.read()).toBe(OTHERS);
});

test('uninstall where nothing is installed changes nothing', async () => {
  await applyPlan(world.uninstall());
  expect(fs.existsSync(world.settingsPath)).toBe(false);

  world.write(OTHERS);
  await applyPlan(world.uninstall());
  expect(world.read()).toBe(OTHERS);
  expect(world.backups()).toEqual([]);
});
