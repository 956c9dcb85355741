import * as http from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import PlainWebSocket from 'ws';
import type { Broadcaster } from '../../src/client/broadcaster.ts';
import { subscribe } from '../../src/client/browser.ts';
import { createBroadcaster } from '../../src/client/create-broadcaster.ts';
import { readToken } from '../../src/shared/token.ts';
import { rotateToken } from '../../src/shared/token-file.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { connectStream, type StreamClient, WEB_SOCKETS } from '../helpers/stream-client.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let port: number;
let broadcaster: Broadcaster | undefined;
let daemon: InProcessDaemon | undefined;

beforeEach(async () => {
  home = createTempHome();
  port = await freePort();
});

afterEach(async () => {
  await broadcaster?.close();
  await daemon?.close();
  broadcaster = undefined;
  daemon = undefined;
  home.remove();
});

const where = () => ({ home: home.paths.home, port });
const token = () => readToken(home.paths.token) ?? '';

async function serve(): Promise<Broadcaster> {
  broadcaster = await createBroadcaster(where());
  return broadcaster;
}

const listen = (address: string, options = {}): Promise<StreamClient> =>
  connectStream({ streamUrl: address, token } as unknown as InProcessDaemon, options);

const register = (client: StreamClient, wish: object = {}) => {
  client.say({ type: 'register', ...wish });
  return client.next('system.welcome');
};
const numbers = ({ heard }: StreamClient) =>
  heard.filter(({ type }) => type === 'custom.step').map(({ data }) => (data as { number: number }).number);
const broadcastSteps = (from: number, to: number) => {
  for (let number = from; number <= to; number += 1) broadcaster?.broadcastEvent('custom.step', { number });
};

test('with a daemon it is a proxy: events are stored, and go to the daemon’s subscribers', async () => {
  daemon = await startTestDaemon({ home, settings: { port } });
  const proxy = await serve();
  const client = await listen(proxy.address);
  await register(client);
  proxy.broadcastEvent('custom.step', { number: 1 });

  expect(await client.next('custom.step')).toMatchObject({ seq: 1, data: { number: 1 } });
  expect([proxy.kind, await proxy.clients(), proxy.address]).toEqual(['proxy', 1, `ws://127.0.0.1:${port}/`]);
  client.close();
});

test('it starts a daemon where it may', async () => {
  const start = async () => {
    daemon = await startTestDaemon({ home, settings: { port } });
  };
  broadcaster = await createBroadcaster({ ...where(), start });

  expect(broadcaster.kind).toBe('proxy');
});

test('a daemon that should be started and cannot be is an error, not a server', async () => {
  const start = () => Promise.reject(new Error('no room'));

  await expect(createBroadcaster({ ...where(), start })).rejects.toThrow('no room');
});

test.each(WEB_SOCKETS)('without a daemon it serves by itself: %s hears all without a word', async (_name, open) => {
  const server = await serve();
  const client = await listen(server.address, { open });
  server.broadcastEvent('custom.step', { number: 1, session_id: 's1' });

  expect(await client.next('custom.step')).toMatchObject({ seq: 1, session_id: 's1', id: expect.any(String) });
  expect([server.kind, await server.clients()]).toEqual(['server', 1]);
  client.close();
  await until(async () => (await server.clients()) === 0);
});

test('who registers gets a welcome, its session, and the past it asks for', async () => {
  const server = await serve();
  server.broadcastEvent('custom.a', { session_id: 's1' });
  server.broadcastEvent('custom.b', { session_id: 's2' });
  const client = await listen(server.address);

  expect(await register(client, { session_id: 's1', history: 10 })).toMatchObject({
    seq: 2,
    oldest_seq: 1,
    session_id: 's1',
  });
  server.broadcastEvent('custom.c', { session_id: 's2' });
  server.broadcastEvent('custom.d', { session_id: 's1' });
  await client.next('custom.d');
  expect(client.heard.map(({ type }) => type)).toEqual(['system.welcome', 'custom.a', 'custom.d']);
  client.close();
});

test('the last 1000 are kept; who resumes further back is told of the gap', async () => {
  const server = await serve();
  broadcastSteps(1, 1200);
  const client = await listen(server.address);
  await register(client, { after: 100 });
  await until(() => numbers(client).length === 1000);

  expect(client.heard[1]).toMatchObject({ type: 'system.gap', from: 101, to: 200 });
  expect(numbers(client)).toEqual(Array.from({ length: 1000 }, (_, at) => at + 201));
  client.close();
});

test('our own subscription for browsers hears it', async () => {
  const server = await serve();
  const events = subscribe({ url: server.address, token: token(), history: 5 });
  broadcastSteps(1, 2);
  expect([(await events.next()).value?.seq, (await events.next()).value?.seq]).toEqual([1, 2]);
  await events.close();
});

test('it answers questions, and takes no events', async () => {
  const server = await serve();
  broadcastSteps(1, 3);
  const client = await listen(server.address);
  for (const question of [
    { type: 'get_status' },
    { type: 'get_history', limit: 2 },
    { type: 'custom.x', data: {}, id: 'my-event-1' },
  ])
    client.say(question);

  expect(await client.next('system.status')).toMatchObject({ running: true, seq: 3, clients: 1 });
  expect(await client.next('system.history')).toMatchObject({ events: [{ seq: 2 }, { seq: 3 }] });
  expect(await client.next('system.error')).toMatchObject({ code: 'not_stored', id: 'my-event-1' });
  client.say({ type: 'replay', session_id: 's1' });
  expect(await client.next('system.error')).toMatchObject({ code: 'no_session' });
  client.say('nonsense');
  expect(await client.next('system.error')).toMatchObject({ code: 'bad_json' });
  client.close();
});

test.each<[who: string, status: number, headers: () => http.OutgoingHttpHeaders]>([
  ['a page of another origin', 403, () => ({ authorization: `Bearer ${token()}`, origin: 'https://example.com' })],
  ['another host name', 403, () => ({ authorization: `Bearer ${token()}`, host: `rebound.example:${port}` })],
  ['somebody without the token', 401, () => ({})],
  ['somebody with another token', 401, () => ({ authorization: `Bearer ${'x'.repeat(43)}` })],
])('%s does not come in', async (_who, status, headers) => {
  const server = await serve();
  const socket = new PlainWebSocket(server.address, { headers: headers() as Record<string, string> });
  const answered = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.on('open', () => resolve('open'));
    socket.on('error', () => {});
  });
  socket.terminate();

  expect(answered).toBe(status);
  expect(await server.clients()).toBe(0);
});

test('it listens on the loopback address only, and gives nothing by plain HTTP', async () => {
  await serve();
  const { statusCode } = await new Promise<http.IncomingMessage>((resolve) =>
    http.get({ port, host: '127.0.0.1' }, resolve),
  );
  expect(statusCode).toBe(426);

  const elsewhere = http.get({ port, host: '127.0.0.2' });
  await expect(new Promise((_resolve, reject) => elsewhere.on('error', reject))).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});

test('a port that is taken is left to whoever has it', async () => {
  const stranger = http.createServer((_request, response) => void response.end()).listen(port, '127.0.0.1');
  const server = await serve();
  expect(server.address).not.toBe(`ws://127.0.0.1:${port}/`);
  stranger.close();
});

test('closing says goodbye to all, and may be done twice', async () => {
  const server = await serve();
  const client = await listen(server.address);
  await Promise.all([server.close(), server.close()]);

  expect(await client.closed).toMatchObject({ code: 1001 });
});

test('what is no event is found where it is broadcast', async () => {
  const server = await serve();
  expect(() => server.broadcastEvent('system.health', {})).toThrow(expect.objectContaining({ code: 'NOT_AN_EVENT' }));
});

test('a token that was changed counts for the next one who comes', async () => {
  const server = await serve();
  const old = token();
  const client = await listen(server.address);
  rotateToken(home.paths.token);

  await expect(listen(server.address, { path: `?token=${old}` })).rejects.toThrow('refused');
  expect(await client.closed).toMatchObject({ code: 4001 });
});
