import * as fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyPlan, changeSettings } from '../../src/install/apply-plan.ts';
import { readManifest } from '../../src/install/manifest.ts';
import { replaceFile } from '../../src/install/replace-file.ts';
import { createSettingsWorld, OTHERS, type SettingsWorld } from '../helpers/settings-world.ts';

let world: SettingsWorld;

beforeEach(() => {
  world = createSettingsWorld();
});
afterEach(() => world.remove());

/** Claude Code writes once, right behind our rename. */
function overtakenBy(write: (content: string) => string): typeof replaceFile {
  let times = 0;
  return (target, replacement) => {
    replaceFile(target, replacement);
    times += 1;
    if (times === 1) world.write(write(world.read()));
  };
}

const withModel = (content: string) => content.replace(/^\{/, '{"model":"haiku",');
const record = () => Object.values(readManifest(world.manifestPath))[0];

test('F43: where Claude Code writes right behind us and keeps our hooks, what we did is on record', async () => {
  await changeSettings(() => world.install(), { replace: overtakenBy(withModel) });
  expect(record()).toMatchObject({ commands: ['/opt/one/mpm-hook'], created: true });
  await changeSettings(() => world.uninstall());

  expect(JSON.parse(world.read())).toEqual({ model: 'haiku' });
  expect(fs.existsSync(world.manifestPath)).toBe(false);
});

test('F43: what was empty before us is empty again, though Claude Code wrote right behind us', async () => {
  world.write('{"hooks":{"Stop":[]}}');
  await changeSettings(() => world.install(), { replace: overtakenBy(withModel) });
  await changeSettings(() => world.uninstall());

  expect(JSON.parse(world.read())).toEqual({ model: 'haiku', hooks: { Stop: [] } });
});

test('F43: the backup of what stood there before is named, though Claude Code wrote right behind us', async () => {
  world.write(OTHERS);
  const { backup } = await changeSettings(() => world.install(), { replace: overtakenBy(withModel) });

  expect(fs.readFileSync(backup ?? '', 'utf8')).toBe(OTHERS);
});

test('F43: where Claude Code writes right behind us what it knew before, our hooks are put in once more', async () => {
  world.write(OTHERS);
  await changeSettings(() => world.install(), { replace: overtakenBy(() => OTHERS) });
  expect(world.read()).toContain('/opt/one/mpm-hook');
  await changeSettings(() => world.uninstall(), { replace: overtakenBy((content) => content) });

  expect(world.read()).toBe(OTHERS);
});

test('F43: our hooks that come back right behind us are taken out as exactly', async () => {
  world.write('{"hooks":{"Stop":[]}}');
  await changeSettings(() => world.install());
  const installed = world.read();
  await changeSettings(() => world.uninstall(), { replace: overtakenBy(() => installed) });

  expect(world.read()).toBe('{"hooks":{"Stop":[]}}');
  expect(fs.existsSync(world.manifestPath)).toBe(false);
});

test('installing once more brings back a record that was lost', async () => {
  world.write(OTHERS);
  await applyPlan(world.install());
  fs.rmSync(world.manifestPath);
  await applyPlan(world.install());

  expect(record()).toMatchObject({ commands: ['/opt/one/mpm-hook'], created: false });
});
