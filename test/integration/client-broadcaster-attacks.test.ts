import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Broadcaster } from '../../src/client/broadcaster.ts';
import { serveHere } from '../../src/client/serve-here.ts';
import { readToken } from '../../src/shared/token.ts';
import { ATTACKS } from '../helpers/attacks.ts';
import type { InProcessDaemon } from '../helpers/daemon.ts';
import { connectRaw, statuses } from '../helpers/raw-connection.ts';
import { OPCODE, textFrame, toRawFrame } from '../helpers/raw-frames.ts';
import { connectRawStream, type RawStream, upgradeRequest } from '../helpers/raw-stream.ts';
import { connectStream, type StreamClient } from '../helpers/stream-client.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const MB = 1024 * 1024;

vi.setConfig({ testTimeout: 60_000 });

let home: TempHome;
let server: Broadcaster;
let port: number;

beforeEach(() => {
  home = createTempHome();
});
afterEach(async () => {
  await server.close();
  home.remove();
});

const token = () => readToken(home.paths.token) ?? '';
const address = () => ({ port, token });
const listen = (): Promise<StreamClient> =>
  connectStream({ streamUrl: server.address, token } as unknown as InProcessDaemon);

async function serve(limits = {}): Promise<void> {
  server = await serveHere({ home: home.paths.home, port: await freePort() }, limits);
  port = Number(new URL(server.address).port);
}

const steps = ({ heard }: StreamClient) =>
  heard.filter(({ type }) => type === 'custom.step').map(({ data }) => (data as { number: number }).number);

function broadcastLong(count: number, chars: number): void {
  for (let number = 0; number < count; number += 1)
    server.broadcastEvent('custom.long', { number, text: 'x'.repeat(chars) });
}

/** A client that registers, and reads nothing from then on. */
async function connectStalled(): Promise<RawStream> {
  const stream = await connectRawStream(address());
  stream.send(textFrame({ type: 'register' }));
  await until(() => stream.messages('system.welcome').length === 1);
  stream.socket.pause();
  return stream;
}

describe('who comes', () => {
  test.each([
    ['nothing', ''],
    ['half a handshake', 'GET / HTTP/1.1\r\nhost: a\r\nupgrade: web'],
  ])('and says %s for too long loses the place', async (_title, bytes) => {
    await serve({ headersTimeoutMs: 100 });
    const connection = await connectRaw(port);
    connection.send(bytes);
    expect(String(await connection.over)).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  test('when all places are taken is not answered; who is in stays', async () => {
    await serve({ maxConnections: 2 });
    const [client, other] = [await listen(), await listen()];
    const late = await connectRaw(port);
    late.send(upgradeRequest(address()));
    expect(String(await late.over)).toBe('');
    server.broadcastEvent('custom.step', { number: 1 });
    for (const { next } of [client, other]) expect(await next('custom.step')).toMatchObject({ seq: 1 });
  });

  test('with a handshake that is none is refused as by the daemon', async () => {
    await serve();
    const connection = await connectRaw(port);
    connection.send(upgradeRequest(address(), { 'sec-websocket-version': '99' }));
    const answer = String(await connection.over);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*sec-websocket-version: 13\r\n.*"code":"bad_handshake"/s);
  });

  test.each<readonly [string, string, number]>([
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['a head without end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(17 * 1024)}`, 431],
    ['an upgrade to HTTP/2', 'GET / HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n', 426],
    ['a body that never ends', 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n', 426],
  ])('with %s is answered, and not listened to any longer', async (_title, bytes, status) => {
    await serve();
    const connection = await connectRaw(port);
    connection.send(bytes);
    expect(statuses(await connection.over)).toEqual([status]);
  });

  test('with many requests at once gets one answer', async () => {
    await serve();
    const connection = await connectRaw(port);
    connection.send('GET / HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(1000));
    expect(statuses(await connection.over)).toEqual([426]);
  });

  test('after twenty wrong tokens is told so; the right one comes in', async () => {
    await serve();
    const answers: number[] = [];
    for (let count = 0; count < 21; count += 1) {
      const connection = await connectRaw(port);
      connection.send(upgradeRequest(address(), { authorization: 'Bearer wrong' }));
      answers.push(...statuses(await connection.over));
    }
    expect(answers).toEqual([...Array(20).fill(401), 429]);
    (await listen()).close();
  });
});

describe('who has come in', () => {
  test.each<readonly [string, () => Buffer, number]>([
    ['a message over 64 KiB', () => textFrame({ type: 'get_status', x: 'x'.repeat(64 * 1024) }), 1009],
    ['a message of a thousand fragments', () => fragments(1000), 1008],
  ])('and sends %s is sent away', async (_title, message, code) => {
    await serve();
    const stream = await connectRawStream(address());
    stream.send(message());
    expect(await stream.closeCode()).toBe(code);
  });

  test('and sends a message byte by byte is sent away before it is whole', async () => {
    await serve();
    const stream = await connectRawStream(address());
    const message = textFrame({ type: 'get_status', x: 'x'.repeat(5000) });
    for (const byte of message) {
      if (stream.socket.destroyed) break;
      stream.send(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    expect(await stream.closeCode()).toBe(1008);
  });

  test('and asks without end is sent away', async () => {
    await serve();
    const asking = await listen();
    for (let count = 0; count < 4000; count += 1) asking.say({ type: 'get_status' });
    expect(await asking.closed).toEqual({ code: 4029, reason: 'too many requests' });
    expect(asking.heard.filter(({ type }) => type === 'system.status')).toHaveLength(2001);
  });

  test('and asks before having read the answers is answered no faster than it reads, and not sent away for it', async () => {
    await serve();
    broadcastLong(7, MB); // one answer
    const stream = await connectStalled();
    for (let count = 0; count < 6; count += 1) stream.send(textFrame({ type: 'get_history' }));
    const witness = await listen();
    witness.say({ type: 'get_status' });
    await witness.next('system.status');
    server.broadcastEvent('custom.step', { number: 1 });
    stream.socket.resume();
    await until(() => stream.socket.bytesRead > 6 * 7 * MB, { withinMs: 30_000 });
    server.broadcastEvent('custom.step', { number: 2 });
    await until(() => stream.messages('custom.step').length === 2, { everyMs: 200 });
    expect(stream.messages('system.history')).toHaveLength(6);
    stream.drop();
    witness.close();
  });

  test('and is too far behind is let go with 4008, and counts until it has gone', async () => {
    await serve();
    const stalled = await connectStalled();
    broadcastLong(30, MB);
    expect(await server.clients()).toBe(1);
    stalled.socket.resume().end();
    expect(await stalled.closeCode()).toBe(4008);
    await until(async () => (await server.clients()) === 0);
  });

  test('F34: of all who together are too far behind some are cut off, though none is by itself', async () => {
    await serve();
    const quick = await listen();
    quick.say({ type: 'register' });
    await quick.next('system.welcome');
    const stalled = await Promise.all(Array.from({ length: 20 }, connectStalled));
    for (let count = 1; count <= 14; count += 1) {
      broadcastLong(1, MB);
      await until(() => quick.heard.filter(({ type }) => type === 'custom.long').length === count);
    }
    const left = await server.clients();
    expect(left).toBeGreaterThan(5);
    expect(left).toBeLessThan(21);
    for (const one of stalled) one.drop();
    quick.close();
  });
});

test.each(Object.entries(ATTACKS))(
  '%s: who listens does not notice, and nothing is left behind',
  async (_name, attack) => {
    await serve();
    const client = await listen();
    client.say({ type: 'register', types: ['custom.step'] });
    await client.next('system.welcome');
    let sent = 0;
    const telling = setInterval(() => {
      sent += 1;
      server.broadcastEvent('custom.step', { number: sent });
    }, 5);
    await attack({ ...address(), status: async () => ({}) } as unknown as InProcessDaemon, 4711);
    clearInterval(telling);
    await until(() => steps(client).length === sent);
    expect(steps(client)).toEqual(Array.from({ length: sent }, (_, at) => at + 1));
    await until(async () => (await server.clients()) === 1, { withinMs: 30_000 });
    client.close();
  },
);

function fragments(count: number): Buffer {
  const one = toRawFrame({ opcode: OPCODE.continuation, payload: 'x', isFinal: false });
  const first = toRawFrame({ opcode: OPCODE.text, isFinal: false });
  return Buffer.concat([first, ...Array.from({ length: count }, () => one)]);
}
