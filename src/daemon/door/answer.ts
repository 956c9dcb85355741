import type { ServerResponse } from 'node:http';
import { type Fault, printFault } from '../../shared/refuse-socket.ts';
import { writeAndFree } from './write-and-free.ts';

/** `json` is JSON already. A HEAD request gets the same headers and no body. */
export function answerJson(
  response: ServerResponse,
  json: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, { ...JSON_HEADERS, ...headers, 'content-length': Buffer.byteLength(json) });
  response.end(json);
}

/** Pieces of a JSON array, each some values with commas between them, written as they are and gone then: never in one memory of megabytes. */
export function answerArray(
  response: ServerResponse,
  pieces: readonly Uint8Array[],
  { head, tail }: { readonly head: string; readonly tail: string },
): void {
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, Math.max(0, pieces.length - 1));
  response.writeHead(200, { ...JSON_HEADERS, 'content-length': bytes + Buffer.byteLength(head + tail) });
  response.write(head);
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) response.write(',');
    writeAndFree(response, piece);
  }
  response.end(tail);
}

/** What went wrong, for programs (`code`) and people (`message`). The connection closes where a body may be left unread. */
export function answerFault(
  response: ServerResponse,
  fault: Fault,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const text = printFault(fault);
  const close = response.req.complete ? {} : { connection: 'close' };
  response.writeHead(fault.status, {
    ...JSON_HEADERS,
    ...close,
    ...headers,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Answers are of the moment and for whoever asked: no cache keeps them, no browser guesses what they are. */
export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

const JSON_HEADERS = { 'content-type': 'application/json', ...ANSWER_HEADERS };
