import type { ServerResponse } from 'node:http';
import type { Fault } from './fault.ts';

/** `text` is JSON already. A HEAD request gets the same headers and no body. */
export function answerJson(
  response: ServerResponse,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, { ...JSON_HEADERS, ...headers, 'content-length': Buffer.byteLength(text) });
  response.end(text);
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

export function printFault({ code, message }: Fault): string {
  return JSON.stringify({ error: { code, message } });
}

/** Answers are of the moment and for whoever asked: no cache keeps them, no browser guesses what they are. */
export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

const JSON_HEADERS = { 'content-type': 'application/json', ...ANSWER_HEADERS };
