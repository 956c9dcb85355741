import * as fs from 'node:fs';
import * as path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { embedPage } from './embed-page.ts';
import { ROOT } from './part.ts';
import { yargsWithoutHelp } from './yargs-without-help.ts';

/** In a CommonJS bundle a module has no `import.meta`; yargs asks for its address all the same. */
const MODULE_ADDRESS = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

/** One CommonJS file out of an entry and all it imports; dynamic imports stay late, but load nothing more from disk. */
export async function bundleForNode(entry: string, outfile: string, more: BuildOptions = {}): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [path.join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'], // jsonc-parser's other form loads its parts in a way that no bundler follows
    supported: { 'dynamic-import': false },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'silent',
    ...more,
  });
}

/** The thread that searches: its whole program is a text inside the bundle, for an executable has no other file. */
async function bundleSearchWorker(outfile: string): Promise<string> {
  await bundleForNode('src/daemon/search/worker.ts', outfile);
  const text = fs.readFileSync(outfile, 'utf8');
  fs.rmSync(outfile);
  return text;
}

/** The commands and the daemon; the native add-ons that `ws` would take if they were there are left out on purpose. */
export async function bundleCommands(outfile: string): Promise<void> {
  await bundleForNode('src/cli/main.ts', outfile, {
    define: {
      'import.meta.url': 'importMetaUrl',
      SEARCH_WORKER: JSON.stringify(await bundleSearchWorker(`${outfile}.worker`)),
    },
    banner: { js: MODULE_ADDRESS },
    plugins: [yargsWithoutHelp, embedPage],
    external: ['bufferutil', 'utf-8-validate'],
  });
}
