import * as fs from 'node:fs';
import * as path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { COMMON_INPUTS, type Part, ROOT } from './part.ts';

/** The dashboard: static files, each with its packed twins, so that nothing is packed while somebody waits. */
export const webPage: Part = {
  name: 'web',
  entry: 'src/web/index.html',
  inputs: [...COMMON_INPUTS, 'vite.config.ts', 'src/web', 'src/shared'],
  outputs: ['web'],
  async build(folder) {
    const web = path.join(folder, 'web');
    await build({ configFile: path.join(ROOT, 'vite.config.ts'), logLevel: 'error', build: { outDir: web } });
    const names = fs.readdirSync(web, { recursive: true, encoding: 'utf8' });
    const files = names.map((name) => path.join(web, name)).filter((file) => fs.statSync(file).isFile());
    for (const file of files) pack(file);
    return undefined;
  },
};

function pack(file: string): void {
  const bytes = fs.readFileSync(file);
  const brotli = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  fs.writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  fs.writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: brotli }));
}
