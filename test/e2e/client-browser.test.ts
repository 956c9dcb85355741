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

/** What somebody writes who has nothing of ours. */
const PLAIN_PAGE = `<!doctype html>
<ol id="events"></ol>
<script>
  const { url, token, register } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const show = (text) => document.getElementById('events').append(Object.assign(document.createElement('li'), { textContent: text }));
  const socket = new WebSocket(url.replace('http', 'ws') + '?token=' + token);
  if (register) socket.onopen = () => socket.send(register);
  socket.onmessage = ({ data }) => show(JSON.parse(data).type + ' ' + JSON.parse(data).session_id);
  socket.onclose = () => show('closed');
</script>`;

const program = findBrowser();
if (program === undefined) process.stderr.write('skipped: a page in a browser: chromium is missing\n');

describe.skipIf(program === undefined)('a page in a browser', () => {
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
  const open = async (page = 'page.html', more = '') => {
    const url = `${origin()}/${page}#url=http://127.0.0.1:${port}/&token=${daemon.token()}${more}`;
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

  const isWatched = () => until(async () => (await daemon.status()).clients === 1, { withinMs: 30_000 });

  test('a page without the library hears every event without saying a word', async () => {
    await start([origin()]);
    await post('before');
    await open('plain.html');
    await isWatched();
    await post('s1');
    await post('s2');
    await until(async () => (await shown()).length >= 2);

    expect(await shown()).toEqual(['hook.stop s1', 'hook.stop s2']);
  });

  test('one that registers hears what it asked for', async () => {
    await start([origin()]);
    await post('s2');
    const register = { type: 'register', session_id: 's2', history: 10 };
    await open('plain.html', `&register=${encodeURIComponent(JSON.stringify(register))}`);
    await until(async () => (await shown()).length === 2, { withinMs: 30_000 });
    await post('s1');
    await post('s2');
    await until(async () => (await shown()).length >= 3);

    expect(await shown()).toEqual(['system.welcome s2', 'hook.stop s2', 'hook.stop s2']);
  });

  test('one of another Origin is refused before a word is said, whatever token it has', async () => {
    await start([]);
    await open('plain.html');
    await until(async () => (await shown()).length > 0, { withinMs: 30_000 });

    expect(await shown()).toEqual(['closed']);
    expect((await daemon.status()).refusedBy).toMatchObject({ foreign_origin: 1 });
  });
});

async function serveFiles(): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    if (request.url === '/plain.html')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(PLAIN_PAGE);
    const [type, file] = FILES[request.url ?? ''] ?? [];
    if (type === undefined || file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': type }).end(fs.readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
