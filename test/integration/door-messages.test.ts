import * as net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import PlainWebSocket from 'ws';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { connectStream, type Message, type StreamClient, WEB_SOCKETS } from '../helpers/stream-client.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;
let session: string;
let sessions = 0;

beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.close());
beforeEach(() => {
  sessions += 1;
  session = `session-${sessions}`;
});

async function register(wish: object = {}) {
  const client = await connectStream(daemon);
  client.say({ type: 'register', session_id: session, ...wish });
  return { ...client, welcome: await client.next('system.welcome') };
}

async function publish(count: number, name = 'Stop', of = session): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    expect(await daemon.post({ hook_event_name: name, session_id: of, index })).toBe(204);
  }
}

function indexes(client: StreamClient): unknown[] {
  return client.heard.filter(({ type }) => String(type).startsWith('hook.')).map(({ data }) => (data as Message).index);
}

describe('other messages', () => {
  test('get_history gives the last of a session, oldest first', async () => {
    await publish(4);
    const client = await connectStream(daemon);
    client.say({ type: 'get_history', limit: 2, session_id: session });
    const { events, complete } = await client.next('system.history');
    expect((events as { data: Message }[]).map(({ data }) => data.index)).toEqual([2, 3]);
    expect(complete).toBe(true);
    client.close();
  });

  test('a published event reaches everybody who asked for it, and is acknowledged once it is stored', async () => {
    const listener = await register({ session_id: 'global', types: ['custom.*'] });
    const publisher = await connectStream(daemon);
    const message = { type: 'custom.deploy', id: `deploy-${session}`, data: { session_id: session }, ack: true };
    publisher.say(message);
    const ack = await publisher.next('system.ack');
    expect(ack).toEqual({ type: 'system.ack', id: message.id, seq: (await daemon.status()).seq });
    expect(await listener.next('custom.deploy')).toMatchObject({ id: message.id, seq: ack.seq, session_id: session });

    publisher.say(message);
    expect(await publisher.next('system.ack')).toEqual(ack);
    publisher.close();
    listener.close();
  });

  test.each<[string, string | object, string, 'refusedBy' | 'rejectedBy']>([
    ['text', 'hello', 'bad_json', 'refusedBy'],
    ['a message that is none', { type: 'subscribe' }, 'unknown_type', 'refusedBy'],
    ['an event of ours', { type: 'system.health', data: {} }, 'unknown_type', 'refusedBy'],
    ['data that is none', { type: 'custom.x', data: [] }, 'bad_data', 'rejectedBy'],
  ])('%s is answered by an error, counted, and the connection stays', async (_title, message, code, countedIn) => {
    const before = (await daemon.status())[countedIn] as Record<string, number>;
    const client = await connectStream(daemon);
    client.say(message);
    expect(await client.next('system.error')).toEqual({ type: 'system.error', code, message: expect.any(String) });
    client.say({ type: 'get_status' });
    const status = await client.next('system.status');
    expect((status[countedIn] as Record<string, number>)[code]).toBe((before[code] ?? 0) + 1);
    client.close();
  });

  test('a thousand messages at once are all answered, in their order', async () => {
    const client = await connectStream(daemon);
    for (let index = 0; index < 1000; index += 1) {
      client.say({ type: 'custom.count', id: `${session}-${index}`, data: { index }, ack: true });
    }
    await until(() => client.heard.filter(({ type }) => type === 'system.ack').length === 1000);
    const seqs = client.heard.filter(({ type }) => type === 'system.ack').map(({ seq }) => Number(seq));
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
    client.close();
  });
});

describe('a connection', () => {
  test('that sends too large a message is closed with 1009', async () => {
    const client = await connectStream(daemon, { open: WEB_SOCKETS[1]?.[1] });
    client.say('x'.repeat(17 * 1024 * 1024));
    expect((await client.closed).code).toBe(1009);
  });

  test('that breaks the protocol is closed, and nobody else notices', async () => {
    const other = await register();
    const socket = net.connect(daemon.port, '127.0.0.1');
    socket.write(
      `GET / HTTP/1.1\r\nhost: 127.0.0.1:${daemon.port}\r\nauthorization: Bearer ${daemon.token()}\r\nconnection: Upgrade\r\n` +
        'upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await new Promise((resolve) => socket.once('close', resolve));
    await publish(1);
    await until(() => indexes(other).length === 1);
    other.close();
  });

  test('compression is not offered, since frames are built once for all', async () => {
    const socket = new PlainWebSocket(`${daemon.streamUrl}?token=${daemon.token()}`, { perMessageDeflate: true });
    await new Promise((resolve) => socket.once('open', resolve));
    expect(socket.extensions).toBe('');
    socket.close();
  });

  test('is told that the daemon goes away, after the last event', async () => {
    const ending = await startTestDaemon();
    const client = await connectStream(ending);
    client.say({ type: 'register', batch: true });
    await client.next('system.welcome');
    for (const session_id of ['first', 'last']) await ending.post({ hook_event_name: 'Stop', session_id });
    await ending.close();
    expect(await client.closed).toEqual({ code: 1001, reason: 'going away' });
    expect(client.heard.at(-1)).toMatchObject({ session_id: 'last' });
  });
});

test('F34: who does not take the answers is not given more of them', async () => {
  await publish(1);
  await daemon.post({ hook_event_name: 'Stop', session_id: session, text: 'x'.repeat(200_000) });
  const socket = new PlainWebSocket(`${daemon.streamUrl}?token=${daemon.token()}`);
  await new Promise((resolve) => socket.once('open', resolve));
  socket.pause();
  const before = process.memoryUsage().rss;
  for (let asked = 0; asked < 2000; asked += 1) {
    socket.send(JSON.stringify({ type: 'get_history', limit: 1000, session_id: session, index: asked }));
  }
  expect(await daemon.post({ hook_event_name: 'Stop', session_id: session })).toBe(204);
  await until(() => socket.bufferedAmount === 0, { what: 'all the questions to be sent' });
  expect(await daemon.post({ hook_event_name: 'Stop', session_id: session })).toBe(204);

  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024); // all the answers are 400 MB
  let answers = 0;
  socket.on('message', (data: Buffer) => {
    if (data.subarray(0, 32).includes('system.history')) answers += 1; // the events of meanwhile come as well
  });
  socket.resume();
  await until(() => answers === 2000, { withinMs: 15_000, what: 'every answer, once the client reads' });
  socket.terminate();
});

test('F37: a message of millions of values is refused, and the connection stays', async () => {
  const client = await register();
  client.say(`{"type":"custom.many","data":{"a":[${'1,'.repeat(300_000)}1]}}`);

  expect(await client.next('system.error')).toMatchObject({ code: 'too_many_values' });
});
