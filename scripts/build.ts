import * as fs from 'node:fs';
import * as path from 'node:path';
import { buildPart } from './build/build-part.ts';
import { clientLibrary } from './build/client-library.ts';
import { fullExecutable } from './build/full-executable.ts';
import { nativeHook } from './build/native-hook.ts';
import { nodeCommands, nodeHook } from './build/node-form.ts';
import { DIST } from './build/part.ts';
import { webPage } from './build/web-page.ts';

/** No build of one part takes that long. */
const STALE_MS = 3_600_000;

/** Leaves in `dist/` all that package.json and install.sh promise; a part whose inputs did not change stays as it is. */
async function main(): Promise<void> {
  fs.mkdirSync(DIST, { recursive: true });
  removeStale();
  for (const part of [webPage, nodeHook, nodeCommands, fullExecutable, nativeHook, clientLibrary]) {
    const outcome = await buildPart(part, (line) => process.stdout.write(`${line}\n`));
    if (outcome === 'missing' || outcome === 'failed') process.exitCode = 1;
  }
}

/** What builds that were killed have left; a younger folder may be that of another build, right now. */
function removeStale(): void {
  for (const name of fs.readdirSync(DIST).filter((name) => name.startsWith('.new-'))) {
    const folder = path.join(DIST, name);
    if (Date.now() - fs.statSync(folder).mtimeMs > STALE_MS) fs.rmSync(folder, { recursive: true, force: true });
  }
}

await main();
