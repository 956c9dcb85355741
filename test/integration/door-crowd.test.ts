import * as net from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { OPCODE, toRawFrame } from '../helpers/raw-frames.ts';
import { connectRawStream } from '../helpers/raw-stream.ts';
import { connectStream } from '../helpers/stream-client.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;
let sockets: net.Socket[];

beforeEach(async () => {
  sockets = [];
  daemon = await startTestDaemon();
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await daemon.close();
});

/** A subscriber that shakes hands and never reads. */
async function connectStalled(): Promise<net.Socket> {
  const socket = net.connect({ port: daemon.port, host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => {}); // it is cut off
  const upgrade = 'upgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13';
  const key = `sec-websocket-key: ${Buffer.alloc(16).toString('base64')}`;
  socket.write(
    `GET /?token=${daemon.token()} HTTP/1.1\r\nhost: 127.0.0.1:${daemon.port}\r\n${upgrade}\r\n${key}\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once('readable', resolve));
  return socket;
}

async function clients(): Promise<number> {
  return (await daemon.status()).clients as number;
}

test('F34: when all who are behind hold too much together some of them go, though none is too far behind by itself', async () => {
  for (let index = 0; index < 20; index += 1) await connectStalled();
  const quick = await connectStream(daemon);
  quick.say({ type: 'register' });
  await until(async () => (await clients()) === 21);
  const event = { hook_event_name: 'Notification', message: 'all is well, '.repeat(16_000) };
  for (let count = 1; count <= 75; count += 1) await daemon.post(event);
  await until(() => quick.heard.filter(({ type }) => type === 'hook.notification').length === 75);

  const left = await until(async () => {
    const count = await clients();
    return count < 21 && count;
  });
  expect(left).toBeGreaterThan(5);
  const codes = daemon.facts.filter(({ event: name }) => name === 'subscriber_left').map(({ fact }) => fact.code);
  expect(new Set(codes)).toEqual(new Set([1006]));
});

test('F34: when messages that are not whole hold too much together some of their senders go; nobody else notices', async () => {
  const good = await connectStream(daemon);
  good.say({ type: 'register' });
  await good.next('system.welcome');
  const unfinished = toRawFrame({ opcode: OPCODE.text, payload: Buffer.alloc(15 * 1024 * 1024, 0x20) }).subarray(0, -1);
  const senders = await Promise.all(Array.from({ length: 12 }, () => connectRawStream(daemon)));
  for (const { socket } of senders) sockets.push(socket);
  for (const sender of senders) sender.send(unfinished);

  const left = await until(async () => {
    const count = await clients();
    return count < 13 && count;
  });
  expect(left).toBeGreaterThan(5);
  good.say({ type: 'custom.x', data: {}, ack: true });
  await good.next('system.ack');
  good.close();
});

test('who steers a replay without end is sent away too', async () => {
  await daemon.post({ hook_event_name: 'Stop', session_id: 'one' });
  const steering = await connectStream(daemon);
  steering.say({ type: 'replay', session_id: 'one' });
  for (let count = 0; count < 2001; count += 1) steering.say({ type: 'replay.speed', speed: 1 + (count % 2) });

  expect(await steering.closed).toEqual({ code: 4029, reason: 'too many requests' });
});

test('who asks without end is sent away with 4029; who publishes as much is not', async () => {
  const asking = await connectStream(daemon);
  const publishing = await connectStream(daemon);
  for (let count = 0; count < 2001; count += 1) {
    asking.say({ type: 'get_status' });
    publishing.say({ type: 'custom.x', data: { count }, ack: true });
  }

  expect(await asking.closed).toEqual({ code: 4029, reason: 'too many requests' });
  const acks = () => publishing.heard.filter(({ type }) => type === 'system.ack').length;
  await until(() => acks() === 2001);
});
