import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { writeAndFree } from '../../src/daemon/door/write-and-free.ts';
import { until } from '../helpers/until.ts';

const MEGABYTE = 1024 * 1024;
const servers: http.Server[] = [];

/** Answers every request with these bytes. */
async function serve(pieces: () => readonly Uint8Array[], headers: http.OutgoingHttpHeaders = {}): Promise<string> {
  const server = http.createServer((_request, response) => {
    response.writeHead(200, headers);
    for (const piece of pieces()) writeAndFree(response, piece);
    response.end('.');
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('bytes that nobody needs any more', () => {
  test.each([
    ['of known length', { 'content-length': 4 * MEGABYTE + 1 }],
    ['in chunks', {}],
  ])('arrive whole, %s, and take no memory then', async (_name, headers) => {
    const pieces = Array.from({ length: 4 }, (_, at) => new Uint8Array(MEGABYTE).fill(97 + at));
    const answer = await fetch(await serve(() => pieces, headers));

    expect(await answer.text()).toBe(`${['a', 'b', 'c', 'd'].map((letter) => letter.repeat(MEGABYTE)).join('')}.`);
    await until(() => pieces.every(({ byteLength }) => byteLength === 0));
  });

  test('are left alone where others have the same memory', async () => {
    const memory = new Uint8Array(20).fill(120);
    const answer = await fetch(await serve(() => [memory.subarray(0, 10)]));

    expect(await answer.text()).toBe(`${'x'.repeat(10)}.`);
    expect(memory.byteLength).toBe(20);
  });

  test('may be left lying by whoever asked', async () => {
    const url = await serve(() => Array.from({ length: 64 }, () => new Uint8Array(MEGABYTE)));
    const request = http.get(url);
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
    await once(answer, 'data');
    answer.destroy();

    await until(async () => (await connectionsOf(servers[0])) === 0);
    const next = await fetch(url);
    expect((await next.arrayBuffer()).byteLength).toBe(64 * MEGABYTE + 1);
  });
});

function connectionsOf(server: http.Server | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    if (server === undefined) return reject(new Error('There is no server.'));
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
