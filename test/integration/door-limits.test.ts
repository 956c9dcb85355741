import type { Server, ServerResponse } from 'node:http';
import * as net from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serve } from '../../src/daemon/door/http-server.ts';
import { createTraffic, type Traffic } from '../../src/daemon/door/traffic.ts';
import { createHttpServer } from '../../src/shared/bounded-server.ts';
import { until } from '../helpers/until.ts';

let server: Server;
let port: number;
let rejected: string[];
let sockets: net.Socket[];
let traffic: Traffic;
let held: ServerResponse[];

beforeEach(async () => {
  rejected = [];
  sockets = [];
  held = [];
  traffic = createTraffic({ maxUnreadBytes: 10_000 });
  server = createHttpServer({ maxConnections: 2, headersTimeoutMs: 100 });
  serve(server, {
    doorkeeper: { admit: () => undefined },
    traffic,
    routes: new Map([
      ['/', { GET: (_request, response) => void response.end('here') }],
      ['/slow', { GET: (_request, response) => void held.push(response) }],
    ]),
    page: () => undefined,
    onUpgrade: () => ({ status: 503, code: 'full', message: 'No more are taken.' }),
    onFault: ({ code }) => rejected.push(code),
    onFailure: (error) => {
      throw error;
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as net.AddressInfo);
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  server.close();
});

function connections(): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}

/** A connection, and all that comes back on it until it ends. */
function connect(bytes: string): { readonly socket: net.Socket; readonly answer: Promise<string> } {
  const socket = net.connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.write(bytes);
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => {}); // reset: what was received counts
  return { socket, answer: new Promise((resolve) => socket.once('close', () => resolve(received))) };
}

test.each([
  ['nothing', ''],
  ['half a line', 'GET / HT'],
  ['headers without an end', 'GET / HTTP/1.1\r\nhost: a\r\n'],
])('whoever says %s for too long loses the place', async (_title, bytes) => {
  expect(await connect(bytes).answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
  expect(rejected).toEqual(['too_slow']);
});

test('connections past the most are not answered, and counted; the others are', async () => {
  connect('GET / HT');
  await until(async () => (await connections()) === 1);
  const second = connect('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await new Promise((resolve) => second.socket.once('data', resolve));
  expect(await connect('GET / HTTP/1.1\r\nhost: a\r\n\r\n').answer).toBe('');
  expect(rejected).toContain('too_many_connections');
});

test('a WebSocket that finds no place is told, and counted', async () => {
  const upgrade = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n';
  expect(await connect(upgrade).answer).toContain('"code":"full"');
  expect(rejected).toEqual(['full']);
});

test('an upgrade to something else is an ordinary request', async () => {
  const request = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\n\r\n';
  const { socket } = connect(request);
  const answer = await new Promise((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test('requests of one connection are worked on one after another, and answered in their order', async () => {
  const { socket, answer } = connect('GET /slow HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(3));
  for (const body of ['first', 'second', 'third']) {
    await until(() => held.length === 1);
    await new Promise(setImmediate);
    expect(held).toHaveLength(1);
    held.pop()?.end(body);
  }
  await until(() => traffic.underWay() === 0);
  socket.end();
  expect(await answer).toMatch(/first.*second.*third/s);
});

test('requests of a connection that has gone are not worked on, nor counted', async () => {
  const { socket } = connect('GET /slow HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(3));
  await until(() => held.length === 1 && traffic.underWay() === 3);
  socket.destroy();
  await until(() => traffic.underWay() === 0);
  expect(held).toHaveLength(1);
});

test('there is no room while answers that were not read hold too much', async () => {
  server.maxConnections = 20;
  for (let count = 0; count < 9; count += 1) connect('GET /slow HTTP/1.1\r\nhost: a\r\n\r\n');
  await until(() => held.length === 9);
  for (const response of held) response.socket?.cork();
  for (const response of held) response.write('x'.repeat(100));
  expect(() => traffic.expectRoom()).not.toThrow();
  held[0]?.write('x'.repeat(10_000));
  expect(() => traffic.expectRoom()).toThrow('Too many answers');
});
