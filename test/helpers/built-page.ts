import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { PageFile, PageFiles } from '../../src/daemon/door/page.ts';

/** A page as the build would leave it, of three small files. */
export const SMALL_PAGE: PageFiles = new Map([
  ['/index.html', packed('text/html; charset=utf-8', '<!doctype html><title>the page</title>')],
  ['/assets/index-AbCd1234.js', packed('text/javascript; charset=utf-8', 'document.title = "runs";')],
  ['/icon.svg', packed('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>')],
]);

function packed(type: string, text: string): PageFile {
  return { type, hash: `hash-of-${text.length}`, gzip: gzipSync(text), brotli: brotliCompressSync(text) };
}
