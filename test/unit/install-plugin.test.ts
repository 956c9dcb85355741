import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { CLAUDE_EVENTS } from '../../src/install/events.ts';
import { pluginFiles } from '../../src/install/plugin-files.ts';
import { validateHooks } from '../../src/install/validate-hooks.ts';
import { eventsFor, OLDEST_RELEASE } from '../../src/install/wiring.ts';
import { isNewer, VERSION } from '../../src/shared/version.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const files = pluginFiles(VERSION);
const { hooks } = JSON.parse(files['hooks/hooks.json'] ?? '');

test.each(Object.entries(files))(
  '%s is what the table of events says (else: node scripts/build-plugin.ts)',
  (name, content) => {
    expect(fs.readFileSync(path.join(ROOT, name), 'utf8')).toBe(content);
  },
);

test('F49: the plugin names no event that the oldest release in use does not know', () => {
  for (const name of Object.keys(hooks)) {
    const since = CLAUDE_EVENTS.find((event) => event.name === name)?.since;
    expect(since, name).toBeDefined();
    expect(isNewer(since ?? '', OLDEST_RELEASE), name).toBe(false);
  }
  expect(validateHooks(hooks, { isPlugin: true, claudeVersion: OLDEST_RELEASE })).toEqual([]);
});

test('F47: the plugin wires what install wires for that release', () => {
  expect(Object.keys(hooks)).toEqual(eventsFor({ claudeVersion: OLDEST_RELEASE }).events.map(({ name }) => name));
});

test('the plugin calls its script, which is there and executable', () => {
  const commands = new Set(
    Object.values(hooks).flatMap((groups) => JSON.stringify(groups).match(/"command":"[^"]*"/g)),
  );
  expect([...commands]).toEqual([`"command":"\${CLAUDE_PLUGIN_ROOT}/hooks/mpm-hook-plugin.sh"`]);

  expect(() => fs.accessSync(path.join(ROOT, 'hooks/mpm-hook-plugin.sh'), fs.constants.X_OK)).not.toThrow();
});

test('plugin.json leaves hooks.json to be found by itself: named there, every hook would run twice', () => {
  expect(JSON.parse(files['.claude-plugin/plugin.json'] ?? '')).not.toHaveProperty('hooks');
});
