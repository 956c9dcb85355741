import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, findBrowser, openPage } from '../helpers/browser.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const FILES: Readonly<Record<string, readonly [type: string, file: string]>> = {
  '/page.html': ['text/html', path.join(ROOT, 'examples', 'page.html')],
  '/browser.js': ['text/javascript', path.join(ROOT, 'dist', 'client', 'browser.js')],
};

const program = findBrowser();
if (program === undefined) process.stderr.write('skipped: the library in a browser: chromium is missing\n');

describe.skipIf(program === undefined)('the library in a browser', () => {
  let home: TempHome;
  let server: http.Server;
  let daemon: InProcessDaemon;
  let browser: Browser | undefined;
  let port: number;

  beforeEach(async () => {
    home = createTempHome();
    port = await freePort();
    server = await serveFiles();
  });

  afterEach(async () => {
    await browser?.close();
    browser = undefined;
    await daemon.close();
    server.closeAllConnections();
    server.close();
  });

  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const start = async (allowedOrigins: readonly string[]) => {
    daemon = await startTestDaemon({ home, settings: { port, allowedOrigins } });
  };
  const open = async () => {
    const url = `${origin()}/page.html#url=http://127.0.0.1:${port}/&token=${daemon.token()}`;
    browser = await openPage(program ?? '', url);
  };
  const shown = async () =>
    (await browser?.evaluate('[...document.querySelectorAll("li")].map((item) => item.textContent)')) as string[];
  const post = (session: string) => daemon.post({ hook_event_name: 'Stop', session_id: session });

  test('examples/page.html shows events, and goes on behind the last one with the next daemon', async () => {
    await start([origin()]);
    await post('s1');
    await open();
    await until(async () => (await shown()).length === 1, { withinMs: 30_000 });
    await post('s2');
    await until(async () => (await shown()).length === 2);
    await daemon.stop();
    await start([origin()]);
    await post('s3');

    await until(async () => (await shown()).length >= 3, { withinMs: 30_000 });
    expect(await shown()).toEqual(['hook.stop s1', 'hook.stop s2', 'hook.stop s3']);
  });

  test('a page of an Origin that was not allowed gets nothing, though it knows the token', async () => {
    await start([]);
    await post('s1');
    await open();
    await until(() => daemon.facts.some(({ fact }) => fact.code === 'foreign_origin'), { withinMs: 30_000 });

    expect(await shown()).toEqual([]);
  });
});

async function serveFiles(): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const [type, file] = FILES[request.url ?? ''] ?? [];
    if (type === undefined || file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': type }).end(fs.readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
