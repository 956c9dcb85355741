/** Writes the plugin form of the wiring from the table of events that `install` uses: hooks/ and .claude-plugin/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pluginFiles } from '../src/install/plugin-files.ts';
import { VERSION } from '../src/shared/version.ts';

const root = join(import.meta.dirname, '..');

for (const [name, content] of Object.entries(pluginFiles(VERSION))) {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
