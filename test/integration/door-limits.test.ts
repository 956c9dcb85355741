import type { Server } from 'node:http';
import * as net from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttpServer, serve } from '../../src/daemon/door/http-server.ts';
import { until } from '../helpers/until.ts';

let server: Server;
let port: number;
let rejected: string[];
let sockets: net.Socket[];

beforeEach(async () => {
  rejected = [];
  sockets = [];
  server = createHttpServer({ maxConnections: 2, headersTimeoutMs: 100 });
  serve(server, {
    doorkeeper: { admit: () => undefined },
    routes: new Map([['/', { GET: (_request, response) => void response.end('here') }]]),
    page: () => undefined,
    onUpgrade: () => ({ status: 503, code: 'full', message: 'No more are taken.' }),
    onRejected: (code) => rejected.push(code),
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
