import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { publishToken } from '../../src/shared/publish-token.ts';
import { rotateToken } from '../../src/shared/token-file.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';

let daemon: InProcessDaemon;

beforeEach(async () => {
  daemon = await startTestDaemon();
});
afterEach(() => daemon.close());

const JSON_TYPE = { 'content-type': 'application/json' };

async function ask(method: string, path: string, more: { body?: string; headers?: Record<string, string> } = {}) {
  const headers = { authorization: `Bearer ${publishToken(daemon.token())}`, ...JSON_TYPE, ...more.headers };
  const answer = await daemon.request(path, { method, headers, body: more.body });
  return { status: answer.status, text: await answer.text() };
}

test('F41: the publish token publishes events as Claude Code’s http hooks send them', async () => {
  const body = JSON.stringify({ hook_event_name: 'Stop', session_id: 'by-http' });
  const { events } = await daemon.status();
  expect(await ask('POST', '/v1/events', { body, headers: { 'x-mpm-hook': 'claude-code; via=http' } })).toEqual({
    status: 204,
    text: '',
  });
  const lines = await ask('POST', '/v1/events', { body, headers: { 'content-type': 'application/x-ndjson' } });

  expect(lines.status).toBe(200);
  expect((await daemon.status()).events).toBe(Number(events) + 2);
});

test.each([
  ['GET', '/v1/events'],
  ['HEAD', '/v1/events'],
  ['GET', '/v1/events?q=stop'],
  ['GET', '/v1/events/'],
  ['POST', '/v1/events/'],
  ['PUT', '/v1/events'],
  ['GET', '/v1/sessions'],
  ['GET', '/v1/sessions/by-http'],
  ['PATCH', '/v1/sessions/by-http'],
  ['DELETE', '/v1/sessions/by-http'],
  ['GET', '/v1/sessions/by-http/files'],
  ['GET', '/v1/overview'],
  ['GET', '/v1/spans?session=by-http'],
  ['GET', '/v1/waits'],
  ['GET', '/v1/names'],
  ['GET', '/v1/status'],
  ['GET', '/metrics'],
  ['POST', '/v1/forget'],
  ['POST', '/v1/tickets'],
])('F41: the publish token does not open %s %s', async (method, path) => {
  const whole = { authorization: `Bearer ${daemon.token()}` };

  expect((await ask(method, path)).status).toBe(401);
  expect((await ask(method, path, { headers: whole })).status).not.toBe(401);
});

test.each<[string, (address: string, token: string) => WebSocket]>([
  ['in its address', (address, token) => new WebSocket(`${address}?token=${token}`)],
  ['among its subprotocols', (address, token) => new WebSocket(address, ['mpm.v1', `bearer.${token}`])],
  ['as a bearer', (address, token) => new WebSocket(address, { headers: { authorization: `Bearer ${token}` } })],
])('F41: the publish token opens no WebSocket, %s', async (_where, open) => {
  const socket = open(daemon.streamUrl, publishToken(daemon.token()));
  const refused = await new Promise<Error>((resolve) => socket.once('error', resolve));

  expect(refused.message).toBe('Unexpected server response: 401');
});

test('F41: it is another one as soon as the token is', async () => {
  const before = publishToken(daemon.token());
  rotateToken(daemon.home.paths.token);
  const post = (token: string) => daemon.post({ hook_event_name: 'Stop' }, { authorization: `Bearer ${token}` });

  expect(await post(before)).toBe(401);
  expect(await post(publishToken(daemon.token()))).toBe(204);
});
