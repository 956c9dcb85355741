import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ask } from '../helpers/ask.ts';
import { SMALL_PAGE } from '../helpers/built-page.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';

let daemon: InProcessDaemon;
let host: string;

beforeAll(async () => {
  daemon = await startTestDaemon({ page: SMALL_PAGE });
  host = `127.0.0.1:${daemon.port}`;
});
afterAll(() => daemon.close());

function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask({ port: daemon.port, path, headers: { host, ...headers } });
}

const ASSET = '/assets/index-AbCd1234.js';

describe('the page, without a token', () => {
  test.each(['/', '/?q=x', '/sessions', '/sessions/abc', '/sessions/abc/files', '/events?type=hook.stop'])(
    '%s is the page',
    async (path) => {
      const answer = await get(path);
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('the page') });
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    },
  );

  test.each(['/sessionsabc', '/v1/events', '/v1/sessions/abc', '/elsewhere'])('%s is not', async (path) => {
    expect(await get(path)).toMatchObject({ status: 401, code: 'no_token' });
  });

  test.each(['/assets/nothing.js', '/assets/../events.db', '/assets/%2e%2e/token', '/assets/'])(
    '%s is nothing',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 404, code: 'not_found' });
    },
  );

  test.each([
    ['another Host', { host: 'evil.example' }, 'foreign_host'],
    ['a page of another Origin', { origin: 'https://evil.example' }, 'foreign_origin'],
    ['a frame of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'foreign_origin'],
  ])('is not for %s', async (_title, headers, code) => {
    expect(await get('/', headers)).toMatchObject({ status: 403, code });
    expect(await get(ASSET, headers)).toMatchObject({ status: 403, code });
  });

  test('takes no POST', async () => {
    expect(await ask({ port: daemon.port, method: 'POST', path: '/', headers: { host } })).toMatchObject({
      status: 405,
      headers: { allow: 'GET' },
    });
  });
});

describe('how it is sent', () => {
  test('packed as the browser likes it, or not at all', async () => {
    const plain = await get(ASSET);
    const [br, gzip] = [
      await get(ASSET, { 'accept-encoding': 'gzip, br' }),
      await get(ASSET, { 'accept-encoding': 'gzip' }),
    ];
    expect(plain.body).toBe('document.title = "runs";');
    expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip']);
    expect(brotliDecompressSync(br.bytes).toString()).toBe(plain.body);
    expect(gunzipSync(gzip.bytes).toString()).toBe(plain.body);
    expect(plain.headers.vary).toBe('accept-encoding');
  });

  test('files whose name tells what is in them are kept for ever, the page itself is asked for each time', async () => {
    expect((await get(ASSET)).headers['cache-control']).toContain('immutable');
    const page = await get('/');
    expect(page.headers['cache-control']).toBe('no-cache');
    const again = await get('/sessions', { 'if-none-match': String(page.headers.etag) });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  test('its policy allows its own files and its own daemon, and nothing else', async () => {
    const { headers } = await get('/');
    const policy = new Map(
      String(headers['content-security-policy'])
        .split('; ')
        .map((rule) => [rule.slice(0, rule.indexOf(' ')), rule.slice(rule.indexOf(' ') + 1)]),
    );
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': `'self' ws://${host}`,
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
    });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('where somebody went astray', () => {
  const BROWSER = { accept: 'text/html,application/xhtml+xml;q=0.9', 'sec-fetch-mode': 'navigate' };

  test.each(['/sessionz', '/sessionz/%3Cscript%3E?q=%3Cscript%3E', '/v2/events', '/assets/nothing.js'])(
    'a browser that was led to %s gets a page that leads home and repeats nothing of it',
    async (path) => {
      const answer = await get(path, { ...BROWSER, 'sec-fetch-site': 'cross-site' });
      expect(answer.status).toBe(404);
      expect(answer.body).toContain('<a href="/">');
      expect(answer.body).toContain('<meta name="color-scheme" content="light dark">'); // else it is white in the dark
      expect(answer.body).toContain('<main>');
      expect(answer.body).toBe((await get('/another', BROWSER)).body);
      const { headers } = await get('/');
      for (const name of Object.keys(headers).filter((one) => /policy|nosniff|x-content/.test(one))) {
        expect([name, answer.headers[name]]).toEqual([name, headers[name]]);
      }
      expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    },
  );

  test.each([
    ['a program', {}, 401],
    ['who would like a page but is no browser', { accept: 'text/html' }, 401],
    ['who fetches it', { accept: 'text/html', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' }, 401],
    ['who embeds it', { accept: 'image/*', 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'same-origin' }, 401],
    ['another Host', { ...BROWSER, host: 'evil.example' }, 403],
    ['a page of another Origin', { ...BROWSER, origin: 'https://evil.example' }, 403],
  ])('%s gets JSON', async (_who, headers, status) => {
    const answer = await get('/sessionz', headers);
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
  });

  test('what stands at an address is not opened by that, and takes the token that opens it', async () => {
    for (const path of ['/v1/sessions', '/v1/sessions/abc', '/metrics', '/v1/status']) {
      expect(await get(path, BROWSER)).toMatchObject({ status: 401, code: 'no_token' });
    }
    const posted = { port: daemon.port, method: 'POST', path: '/sessionz', headers: { host, ...BROWSER } };
    expect(await ask(posted)).toMatchObject({ status: 401, code: 'no_token' });
  });
});

test('where the page is not built, it says how to build it', async () => {
  const bare = await startTestDaemon();
  const answer = await fetch(`${bare.url}/sessions`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('npm run build');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  await bare.close();
});
