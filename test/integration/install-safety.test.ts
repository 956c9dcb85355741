import * as fs from 'node:fs';
import * as path from 'node:path';
import lockfile from 'proper-lockfile';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyPlan, changeSettings } from '../../src/install/apply-plan.ts';
import { replaceFile } from '../../src/install/replace-file.ts';
import { MAX_SETTINGS_BYTES } from '../../src/install/settings-file.ts';
import { createSettingsWorld, EVENTS, OTHERS, type SettingsWorld } from '../helpers/settings-world.ts';
import { until } from '../helpers/until.ts';

let world: SettingsWorld;

beforeEach(() => {
  world = createSettingsWorld();
});
afterEach(() => world.remove());

test('F43: the content before the change is kept in our home, for its owner only, five times', async () => {
  world.write(OTHERS);
  const { backup } = await applyPlan(world.install('/opt/0/mpm-hook'), { clock: () => 0 });
  expect(fs.readFileSync(backup ?? '', 'utf8')).toBe(OTHERS);
  expect(fs.statSync(backup ?? '').mode & 0o777).toBe(0o600);

  for (let day = 1; day < 8; day += 1)
    await applyPlan(world.install(`/opt/${day}/mpm-hook`), { clock: () => day * 86_400_000 });
  expect(world.backups()).toHaveLength(5);
  expect(world.backups()).not.toContain(backup);
});

test.each([0o600, 0o640, 0o664])('F43: the mode %o of the file stays', async (mode) => {
  world.write(OTHERS);
  fs.chmodSync(world.settingsPath, mode);

  await applyPlan(world.install());

  expect(fs.statSync(world.settingsPath).mode & 0o777).toBe(mode);
});

test.runIf(process.getuid?.() === 0)('F43: the owner of the file stays, also when root installs', async () => {
  world.write(OTHERS);
  fs.chownSync(world.settingsPath, 4711, 4712);

  await applyPlan(world.install());

  expect(fs.statSync(world.settingsPath)).toMatchObject({ uid: 4711, gid: 4712 });
});

test('F43: a link stays a link, and the file behind it is changed', async () => {
  const dotfile = path.join(world.root, 'dotfiles', 'claude.json');
  fs.mkdirSync(path.dirname(dotfile));
  fs.writeFileSync(dotfile, OTHERS);
  fs.symlinkSync('../../dotfiles/claude.json', world.settingsPath);

  await applyPlan(world.install());
  expect(fs.readlinkSync(world.settingsPath)).toBe('../../dotfiles/claude.json');
  expect(fs.readFileSync(dotfile, 'utf8')).toContain('/opt/one/mpm-hook');
  await applyPlan(world.uninstall());

  expect(fs.lstatSync(world.settingsPath).isSymbolicLink()).toBe(true);
  expect(fs.readFileSync(dotfile, 'utf8')).toBe(OTHERS);
});

test.each([
  ['a read-only file', () => fs.chmodSync(world.settingsPath, 0o444), 'SETTINGS_READ_ONLY'],
  ['a file in a read-only folder', () => fs.chmodSync(path.dirname(world.settingsPath), 0o555), 'SETTINGS_READ_ONLY'],
  ['a file that is too big', () => world.write(`{"a":"${'x'.repeat(MAX_SETTINGS_BYTES)}"}`), 'SETTINGS_TOO_BIG'],
  ['a file that is not UTF-8', () => fs.writeFileSync(world.settingsPath, OTHERS, 'utf16le'), 'SETTINGS_MALFORMED'],
  [
    'broken bytes',
    () => fs.writeFileSync(world.settingsPath, Buffer.from('{"a":"\xff"}', 'latin1')),
    'SETTINGS_MALFORMED',
  ],
  ['a file with a comment', () => world.write(`// mine\n${OTHERS}`), 'SETTINGS_MALFORMED'],
  ['half a file', () => world.write(OTHERS.slice(0, 40)), 'SETTINGS_MALFORMED'],
])('F43: %s is refused, and nothing is touched', (_, prepare, code) => {
  world.write(OTHERS);
  prepare();
  const before = fs.readFileSync(world.settingsPath);

  expect(() => world.install()).toThrow(expect.objectContaining({ code }));

  expect(fs.readFileSync(world.settingsPath).equals(before)).toBe(true);
  expect(world.neighbours()).toEqual(['settings.json']);
  expect(fs.existsSync(world.manifestPath)).toBe(false);
  fs.chmodSync(path.dirname(world.settingsPath), 0o755);
});

test.each([
  ['a folder', () => fs.mkdirSync(world.settingsPath)],
  ['a link to a device', () => fs.symlinkSync('/dev/null', world.settingsPath)],
  ['a link to nothing', () => fs.symlinkSync('/nowhere/settings.json', world.settingsPath)],
])('F43: %s in place of the file is refused', (_, prepare) => {
  prepare();
  expect(() => world.install()).toThrow(expect.objectContaining({ code: 'SETTINGS_NOT_A_FILE' }));
});

test('a file of five megabytes is merged like any other', async () => {
  const big = JSON.stringify(
    { notes: Array.from({ length: 50_000 }, (_, n) => ({ n, text: 'x'.repeat(80) })) },
    null,
    2,
  );
  world.write(big);

  await applyPlan(world.install());
  await applyPlan(world.uninstall());

  expect(world.read() === big).toBe(true);
});

test('F43: what Claude Code wrote between plan and write is not overwritten', async () => {
  world.write(OTHERS);
  const plan = world.install();
  world.write(OTHERS.replace('opus', 'haiku'));

  await expect(applyPlan(plan)).rejects.toMatchObject({ code: 'SETTINGS_CHANGED' });

  expect(world.read()).toBe(OTHERS.replace('opus', 'haiku'));
  expect(world.neighbours()).toEqual(['settings.json']);
});

test('F43: a file that appeared meanwhile is not overwritten', () => {
  world.write('{}');
  expect(() => replaceFile(world.settingsPath, { expected: undefined, content: '{"hooks":{}}' })).toThrow(
    /changed by another/,
  );
  expect(world.read()).toBe('{}');
});

test('F43: a file that was changed meanwhile is not removed', () => {
  world.write('{"model":"opus"}');
  expect(() => replaceFile(world.settingsPath, { expected: '{}', content: undefined })).toThrow(/changed by another/);
  expect(world.read()).toBe('{"model":"opus"}');
});

test('F43: when the file changed in between, it is planned again from what stands there', async () => {
  world.write(OTHERS);
  let plans = 0;
  await changeSettings(() => {
    const plan = world.install();
    plans += 1;
    if (plans === 1) world.write(OTHERS.replace('opus', 'haiku'));
    return plan;
  });

  expect(plans).toBe(2);
  expect(JSON.parse(world.read())).toMatchObject({ model: 'haiku', hooks: { SessionEnd: [{}] } });
});

test('F43: who holds the lock of the file is waited for', async () => {
  world.write(OTHERS);
  const release = await lockfile.lock(world.settingsPath);
  const applying = applyPlan(world.install());
  await until(() => fs.existsSync(`${world.manifestPath}.lock`));
  expect(world.read()).toBe(OTHERS);

  await release();
  await applying;

  expect(world.read()).toContain('/opt/one/mpm-hook');
  expect(world.neighbours()).toEqual(['settings.json']);
});

test('F44: eight installers at once leave one entry for each event', async () => {
  world.write(OTHERS);

  await Promise.all(Array.from({ length: 8 }, () => changeSettings(() => world.install())));

  expect(world.read().match(/\/opt\/one\/mpm-hook/g)).toHaveLength(EVENTS.length);
  await applyPlan(world.uninstall());
  expect(world.read()).toBe(OTHERS);
});
