import * as http from 'node:http';
import * as net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { rotateToken } from '../../src/shared/token-file.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { createTempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const SECRET = 'what-nobody-else-may-see';
const EVENT = JSON.stringify({ hook_event_name: 'UserPromptSubmit', session_id: 's', prompt: 'forged' });

let daemon: InProcessDaemon;
let wrongToken: string;
let own: Record<string, string>;

beforeAll(async () => {
  daemon = await startTestDaemon();
  wrongToken = 'x'.repeat(43);
  own = { host: `127.0.0.1:${daemon.port}`, authorization: `Bearer ${daemon.token()}` };
  expect(await daemon.post({ hook_event_name: 'UserPromptSubmit', session_id: 's', prompt: SECRET })).toBe(204);
});
afterAll(() => daemon.close());

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly code: string | undefined;
}

async function ask(method: string, path: string, headers: Record<string, string>, body = ''): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options = { host: '127.0.0.1', port: daemon.port, method, path, headers, setHost: false, agent: false };
  const request = http.request(options, async (response) => {
    const text = (await response.toArray()).join('');
    const code = text.startsWith('{"error"') ? JSON.parse(text).error.code : undefined;
    resolve({ status: response.statusCode ?? 0, body: text, code });
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}

/** Headers as they are sent; a name with an empty text is left out. */
function withHeaders(changes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...own, ...changes }).filter(([, value]) => value !== ''));
}

/** Callers and events alike; no code of this file stands for both. */
async function refusedBy(): Promise<Record<string, number>> {
  const { refusedBy, rejectedBy } = await daemon.status();
  return { ...(refusedBy as Record<string, number>), ...(rejectedBy as Record<string, number>) };
}

type Row = [title: string, headers: () => Record<string, string>, status: number, code: string];

/** Who is turned away whatever is asked for. */
const STRANGERS: Row[] = [
  ['a page on the web', () => ({ origin: 'https://evil.example' }), 403, 'foreign_origin'],
  ['a page of another local server', () => ({ origin: 'http://localhost:3000' }), 403, 'foreign_origin'],
  ['our origin as a prefix', () => ({ origin: `http://127.0.0.1:${daemon.port}.evil.example` }), 403, 'foreign_origin'],
  ['our origin with another scheme', () => ({ origin: `https://127.0.0.1:${daemon.port}` }), 403, 'foreign_origin'],
  ['our origin without its port', () => ({ origin: 'http://127.0.0.1' }), 403, 'foreign_origin'],
  ['a sandboxed frame', () => ({ origin: 'null' }), 403, 'foreign_origin'],
  ['a rebound name', () => ({ host: `evil.example:${daemon.port}` }), 403, 'foreign_host'],
  ['our host as a prefix', () => ({ host: `127.0.0.1:${daemon.port}.evil.example` }), 403, 'foreign_host'],
  ['our host on another port', () => ({ host: '127.0.0.1:80' }), 403, 'foreign_host'],
  ['no host', () => ({ host: '' }), 403, 'foreign_host'],
  ['no token', () => ({ authorization: '' }), 401, 'no_token'],
  ['a wrong token', () => ({ authorization: `Bearer ${wrongToken}` }), 401, 'wrong_token'],
  ['a part of the token', () => ({ authorization: `Bearer ${daemon.token().slice(0, -1)}` }), 401, 'wrong_token'],
  ['the token by another scheme', () => ({ authorization: `Basic ${daemon.token()}` }), 401, 'no_token'],
];

describe('F38–F41: nobody gets in', () => {
  let seqBefore: unknown;
  let before: Record<string, number>;
  beforeEach(async () => {
    seqBefore = (await daemon.status()).seq;
    before = await refusedBy();
  });

  async function expectCounted(code: string): Promise<void> {
    expect((await refusedBy())[code]).toBe((before[code] ?? 0) + 1);
    expect((await daemon.status()).seq).toBe(seqBefore);
  }

  test.each(STRANGERS)('to read: %s', async (_title, headers, status, code) => {
    const answer = await ask('GET', '/v1/status', withHeaders(headers()));
    expect(answer).toMatchObject({ status, code });
    expect(answer.body).not.toContain(SECRET);
    await expectCounted(code);
  });

  test.each(STRANGERS)('to publish: %s', async (_title, headers, status, code) => {
    const answer = await ask(
      'POST',
      '/v1/events',
      { 'content-type': 'application/json', ...withHeaders(headers()) },
      EVENT,
    );
    expect(answer).toMatchObject({ status, code });
    await expectCounted(code);
  });

  test.each(STRANGERS)('to listen: %s', async (_title, headers, status, code) => {
    const answer = await knock('/', withHeaders(headers()));
    expect(answer.status).toBe(status);
    expect(answer.bytes).toContain(`"code":"${code}"`);
    expect(answer.bytes).not.toContain(SECRET);
    await expectCounted(code);
  });

  test.each([
    ['text/plain, as a page may send it unasked', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form with a file', 'multipart/form-data; boundary=x'],
    ['no content type', ''],
    ['JSON as a parameter', 'text/plain; application/json'],
    ['a name that every object has', 'constructor'],
  ])('with the token, but with %s', async (_title, type) => {
    const headers = type === '' ? own : { ...own, 'content-type': type };
    expect(await ask('POST', '/v1/events', headers, EVENT)).toMatchObject({ status: 415, code: 'unsupported_type' });
    await expectCounted('unsupported_type');
  });

  test('a no-cors image of another site reads nothing, though it has no Origin', async () => {
    const headers = { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect(await ask('GET', '/health', headers)).toMatchObject({ status: 403, code: 'foreign_origin' });
  });

  test('the token in the address of anything but a WebSocket is no token', async () => {
    const answer = await ask('GET', `/v1/status?token=${daemon.token()}`, withHeaders({ authorization: '' }));
    expect(answer).toMatchObject({ status: 401, code: 'no_token' });
  });

  test('with auth off, a local program comes in and a page does not', async () => {
    const open = await startTestDaemon({ settings: { auth: 'off' } });
    const socket = new WebSocket(open.streamUrl);
    await new Promise((resolve) => socket.once('open', resolve));
    expect((await fetch(`${open.url}/v1/status`)).status).toBe(200);
    expect((await fetch(`${open.url}/v1/status`, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    const page = new WebSocket(open.streamUrl, { origin: 'https://evil.example' });
    const refused = await new Promise((resolve) => page.once('error', (error) => resolve(error.message)));
    expect(refused).toContain('403');
    socket.close();
    await open.close();
  });
});

describe('F22: who is not our daemon', () => {
  const NONCE = '0123456789abcdef'.repeat(2);

  test('another user’s daemon proves something else, so hooks tell it nothing', async () => {
    const theirs = await startTestDaemon();
    const proofs = await Promise.all(
      [daemon, theirs].map(async ({ url }) => {
        const answer = await fetch(`${url}/v1/hello`, { headers: { 'x-mpm-nonce': NONCE } });
        return answer.headers.get('x-mpm-proof');
      }),
    );
    expect(proofs[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(proofs[1]).toMatch(/^[0-9a-f]{64}$/);
    expect(proofs[0]).not.toBe(proofs[1]);
    expect(await theirs.post(EVENT, { authorization: `Bearer ${daemon.token()}` })).toBe(401);
    await theirs.close();
  });

  test.each([
    ['none', undefined],
    ['a short one', NONCE.slice(1)],
    ['capitals', NONCE.toUpperCase()],
    ['a line of ours to sign', 'mpm-hook hello 1'],
  ])('a nonce that is none proves nothing: %s', async (_title, nonce) => {
    const answer = await fetch(`${daemon.url}/v1/hello`, {
      headers: nonce === undefined ? {} : { 'x-mpm-nonce': nonce },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-mpm-proof')).toBeNull();
  });
});

describe('what anybody may send', () => {
  test('a stranger’s bytes are refused and counted', async () => {
    const before = await refusedBy();
    expect(await raw('SSH-2.0-client\r\n\r\n')).toContain('400 Bad Request');
    expect(await raw(`GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain('431');
    const after = await refusedBy();
    expect(after.bad_request).toBe((before.bad_request ?? 0) + 1);
    expect(after.headers_too_large).toBe((before.headers_too_large ?? 0) + 1);
  });

  test.each([
    ['GET', '/nothing', 404, 'not_found'],
    ['GET', '/v1/events/../status', 404, 'not_found'],
    ['DELETE', '/v1/events', 405, 'wrong_method'],
    ['PUT', '/v1/events', 405, 'wrong_method'],
    ['POST', '/health', 405, 'wrong_method'],
  ])('%s %s', async (method, path, status, code) => {
    expect(await ask(method, path, own)).toMatchObject({ status, code });
  });

  test('HEAD has the headers of GET and no body', async () => {
    const answer = await ask('HEAD', '/health', own);
    expect(answer).toEqual({ status: 200, body: '', code: undefined });
  });
});

describe('a new token', () => {
  test('locks out at once whoever holds the old one, subscribers too', async () => {
    const home = createTempHome();
    const rotated = await startTestDaemon({ home });
    const oldToken = rotated.token();
    const socket = new WebSocket(`${rotated.streamUrl}?token=${oldToken}`);
    const closed = new Promise((resolve) => socket.once('close', (code) => resolve(code)));
    const heard: string[] = [];
    socket.on('message', (data) => heard.push(String(data)));
    await new Promise((resolve) => socket.once('open', resolve));

    const newToken = rotateToken(home.paths.token);
    expect(await rotated.post(EVENT, { authorization: `Bearer ${oldToken}` })).toBe(401);
    expect(await rotated.post(EVENT, { authorization: `Bearer ${newToken}` })).toBe(204);
    expect(await closed).toBe(4001);
    expect(heard.filter((message) => message.includes('forged'))).toEqual([]);
    await until(async () => Object.keys((await rotated.status()).watching as object).length === 0);
    await rotated.close();
  });
});

/** What comes back for bytes that no client of HTTP would send. */
async function raw(bytes: string): Promise<string> {
  const socket = net.connect(daemon.port, '127.0.0.1');
  socket.write(bytes);
  return (await socket.toArray()).join('');
}

/** A WebSocket handshake by hand, so that every header can be wrong. Resolves when the other side has answered and closed. */
async function knock(path: string, headers: Record<string, string>): Promise<{ status: number; bytes: string }> {
  const lines = Object.entries({
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  const bytes = await raw(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  return { status: Number(bytes.slice(9, 12)), bytes };
}
