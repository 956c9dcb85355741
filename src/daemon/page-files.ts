import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { PageFile, PageFiles } from './door/page.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The page as it was built, read once at the start; undefined where it was not. Of a bundle it is a part: there the
 * build puts another `readPageFiles` in place of this one (scripts/build/embed-page.ts).
 */
export function readPageFiles(folder = BUILT_PAGE): PageFiles | undefined {
  if (!fs.existsSync(path.join(folder, 'index.html'))) return undefined;
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => path.extname(name) in TYPES);
  return new Map(files.map((name) => [toPagePath(name), readPageFile(path.join(folder, name))]));
}

const BUILT_PAGE = path.join(import.meta.dirname, '..', '..', 'dist', 'web');

function toPagePath(name: string): string {
  return `/${name.split(path.sep).join('/')}`;
}

function readPageFile(file: string): PageFile {
  return {
    type: TYPES[path.extname(file)] ?? 'application/octet-stream',
    hash: createHash('sha256').update(fs.readFileSync(file)).digest('base64url').slice(0, 22),
    gzip: fs.readFileSync(`${file}.gz`),
    brotli: fs.readFileSync(`${file}.br`),
  };
}
