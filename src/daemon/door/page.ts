import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { toTarget } from '../../shared/knock.ts';
import { ASSETS_PATH, isPagePath, isViewPath } from '../../shared/page-paths.ts';
import type { Route } from './http-server.ts';
import { pageHeaders } from './page-headers.ts';
import { answerPlainPage, NOT_BUILT } from './plain-page.ts';

/** A file of the page, packed when it was built. */
export interface PageFile {
  readonly type: string;
  /** Of what is in it: changes with it. */
  readonly hash: string;
  readonly gzip: Uint8Array;
  readonly brotli: Uint8Array;
}

/** By path: `/index.html`, `/assets/…`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const INDEX = '/index.html';
const NOT_BUILT_ROUTE: Route = { GET: (request, response) => answerPlainPage(request, response, NOT_BUILT) };

/** The dashboard's files, out of memory. Undefined for a path that is not the page's. */
export function createPage(files: PageFiles | undefined): (path: string) => Route | undefined {
  return (path) => {
    if (!isPagePath(path)) return undefined;
    if (files === undefined) return isViewPath(path) ? NOT_BUILT_ROUTE : undefined;
    const file = files.get(isViewPath(path) ? INDEX : path);
    return file && { GET: (request, response) => answerFile(request, response, file) };
  };
}

function answerFile(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  const etag = `"${file.hash}"`;
  const isForEver = toTarget(request.url).path.startsWith(ASSETS_PATH);
  const headers = {
    ...pageHeaders(request.headers.host ?? ''),
    'content-type': file.type,
    'cache-control': isForEver ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const { encoding, bytes } = packedFor(request.headers['accept-encoding'] ?? '', file);
  const encoded = encoding === undefined ? {} : { 'content-encoding': encoding };
  response.writeHead(200, { ...headers, ...encoded, 'content-length': bytes.length });
  response.end(bytes);
}

function packedFor(accepted: unknown, { gzip, brotli }: PageFile): { encoding?: string; bytes: Uint8Array } {
  const names = String(accepted)
    .split(',')
    .map((name) => name.trim());
  if (names.includes('br')) return { encoding: 'br', bytes: brotli };
  if (names.includes('gzip')) return { encoding: 'gzip', bytes: gzip };
  return { bytes: gunzipSync(gzip) };
}
