import type { IncomingMessage, ServerResponse } from 'node:http';
import { ANSWER_HEADERS } from './answer.ts';
import { pageHeaders } from './page-headers.ts';

/** A page without script or style, and without a word of what was asked. */
interface PlainPage {
  readonly status: number;
  readonly html: string;
}

/** Whether a person waits for a page. Who fetches or embeds, and who is no browser, is answered as a program. */
export function isNavigation({ method, headers }: IncomingMessage): boolean {
  const isReading = method === 'GET' || method === 'HEAD';
  return isReading && headers['sec-fetch-mode'] === 'navigate' && headers.accept?.includes('text/html') === true;
}

export function answerPlainPage(request: IncomingMessage, response: ServerResponse, { status, html }: PlainPage): void {
  response.writeHead(status, {
    ...pageHeaders(request.headers.host ?? ''),
    ...ANSWER_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
  });
  response.end(html);
}

export const NOT_BUILT: PlainPage = {
  status: 503,
  html: toHtml(
    'not built',
    `<h1>The dashboard is not built yet.</h1>
<p>This daemon runs from its sources. Build the page, then start the daemon anew:</p>
<pre>npm run build
mpm-hook daemon restart</pre>`,
  ),
};

export const UNKNOWN_ADDRESS: PlainPage = {
  status: 404,
  html: toHtml(
    'unknown address',
    `<h1>There is nothing at this address.</h1>
<p><a href="/">To the sessions</a></p>`,
  ),
};

function toHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>mpm-hook: ${title}</title>
<main>
${body}
</main>
</html>
`;
}
