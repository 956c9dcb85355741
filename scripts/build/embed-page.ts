import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Plugin } from 'esbuild';
import { readPageFiles } from '../../src/daemon/page-files.ts';
import { DIST } from './part.ts';

const PAGE = path.join(DIST, 'web');

/** Puts the built page into the program: `readPageFiles` then has it at hand, and no file has to lie beside the executable. */
export const embedPage: Plugin = {
  name: 'embed-page',
  setup(build) {
    build.onLoad({ filter: /src[/\\]daemon[/\\]page-files\.ts$/ }, () => ({
      loader: 'js',
      resolveDir: PAGE,
      contents: writeModule(),
    }));
    build.onLoad({ filter: /[/\\]dist[/\\]web[/\\].*\.(gz|br)$/ }, ({ path: file }) => ({
      loader: 'binary',
      contents: fs.readFileSync(file),
    }));
  },
};

function writeModule(): string {
  const files = readPageFiles(PAGE);
  if (files === undefined) throw new Error('dist/web is missing: the page is built before the program that serves it.');
  const entries = [...files].map(([name, { type, hash }], at) => ({ name, type, hash, at }));
  return [
    ...entries.flatMap(({ name, at }) => [
      `import gzip${at} from ${JSON.stringify(`.${name}.gz`)};`,
      `import brotli${at} from ${JSON.stringify(`.${name}.br`)};`,
    ]),
    'export function readPageFiles() {',
    '  return new Map([',
    ...entries.map(
      ({ name, type, hash, at }) =>
        `[${JSON.stringify(name)}, ${JSON.stringify({ type, hash }).slice(0, -1)}, "gzip": gzip${at}, "brotli": brotli${at}}],`,
    ),
    '  ]);',
    '}',
  ].join('\n');
}
