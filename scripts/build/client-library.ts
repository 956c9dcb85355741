import * as fs from 'node:fs';
import * as path from 'node:path';
import { build } from 'esbuild';
import { COMMON_INPUTS, type Part, ROOT } from './part.ts';
import { run } from './run.ts';

const ENTRY = 'src/client/index.ts';
const BROWSER_ENTRY = 'src/client/browser.ts';

/** The library: an ES module for Node and one for browsers, and their types as the compiler writes them. */
export const clientLibrary: Part = {
  name: 'client',
  entry: ENTRY,
  inputs: [...COMMON_INPUTS, 'tsconfig.json', 'src/shared', 'src/client'],
  outputs: ['client'],
  async build(folder) {
    const client = path.join(folder, 'client');
    const common = { absWorkingDir: ROOT, outdir: client, bundle: true, format: 'esm', logLevel: 'silent' } as const;
    await build({ ...common, entryPoints: [ENTRY], platform: 'node', target: 'node22', packages: 'external' });
    await build({ ...common, entryPoints: [BROWSER_ENTRY], platform: 'browser', target: 'es2023' }); // fails on node:
    await writeTypes(client);
    return undefined;
  },
};

async function writeTypes(client: string): Promise<void> {
  const types = path.join(client, 'types');
  await run(process.execPath, [
    path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    ...['-p', 'scripts/build/client.tsconfig.json', '--outDir', types],
  ]);
  for (const entry of fs.readdirSync(types, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) nameBuiltFiles(path.join(entry.parentPath, entry.name));
  }
  for (const name of ['index', 'browser']) {
    fs.writeFileSync(path.join(client, `${name}.d.ts`), `export * from './types/client/${name}.js';\n`);
  }
}

/** Our sources import each other as `.ts`; beside a `.d.ts` there is no such file. */
function nameBuiltFiles(file: string): void {
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replaceAll(/(from |import\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.js$2'));
}
