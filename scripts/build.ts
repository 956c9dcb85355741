import * as fs from 'node:fs';
import { buildPart } from './build/build-part.ts';
import { clientLibrary } from './build/client-library.ts';
import { fullExecutable } from './build/full-executable.ts';
import { nativeHook } from './build/native-hook.ts';
import { nodeCommands, nodeHook } from './build/node-form.ts';
import { DIST } from './build/part.ts';
import { webPage } from './build/web-page.ts';

/** Leaves in `dist/` all that package.json and install.sh promise; a part whose inputs did not change stays as it is. */
async function main(): Promise<void> {
  fs.mkdirSync(DIST, { recursive: true });
  for (const part of [webPage, nodeHook, nodeCommands, fullExecutable, nativeHook, clientLibrary]) {
    const outcome = await buildPart(part, (line) => process.stdout.write(`${line}\n`));
    if (outcome === 'missing' || outcome === 'failed') process.exitCode = 1;
  }
}

await main();
