import type { ServerResponse } from 'node:http';
import { type Fault, printFault } from '../../shared/refuse-socket.ts';

/** `json` is JSON already. A HEAD request gets the same headers and no body. */
export function answerJson(
  response: ServerResponse,
  json: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, { ...JSON_HEADERS, ...headers, 'content-length': Buffer.byteLength(json) });
  response.end(json);
}

/** The bytes of JSON values in an array, never held as one text of some megabytes. */
export function printArray(
  values: readonly string[],
  { head, tail }: { readonly head: string; readonly tail: string },
): Buffer {
  const commas = Math.max(0, values.length - 1);
  const length = values.reduce((sum, value) => sum + Buffer.byteLength(value), commas + head.length + tail.length);
  const bytes = Buffer.allocUnsafe(length);
  let at = bytes.write(head, 0, 'latin1');
  for (const [index, value] of values.entries()) {
    if (index > 0) at += bytes.write(',', at, 'latin1');
    at += bytes.write(value, at);
  }
  bytes.write(tail, at, 'latin1');
  return bytes;
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
