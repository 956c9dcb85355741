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

describe.each(WEB_SOCKETS)('%s', (_name, open) => {
  test('hears everything from its first moment on, without a word of its own', async () => {
    const client = await connectStream(daemon, { open });
    await publish(3);
    await until(() => client.heard.length === 3);
    expect(indexes(client)).toEqual([0, 1, 2]);
    expect(client.heard[0]).toMatchObject({ type: 'hook.stop', session_id: session, seq: expect.any(Number) });
    client.close();
  });

  test('comes in by subprotocols, and is not told the token again', async () => {
    const client = await connectStream(daemon, {
      open,
      path: 'v1/stream',
      protocols: ['mpm.v1', `bearer.${daemon.token()}`],
    });
    expect(client.protocol).toBe('mpm.v1');
    client.say({ type: 'get_status' });
    expect(await client.next('system.status')).toMatchObject({ running: true, port: daemon.port });
    client.close();
  });

  test('is not let in at another path, or without the token', async () => {
    await expect(connectStream(daemon, { open, path: `other?token=${daemon.token()}` })).rejects.toThrow('refused');
    await expect(connectStream(daemon, { open, path: '' })).rejects.toThrow('refused');
    await expect(connectStream(daemon, { open, path: '', protocols: ['mpm.v1', 'bearer.wrong'] })).rejects.toThrow(
      'refused',
    );
  });
});

describe('register', () => {
  test('is answered by a welcome before anything else', async () => {
    await publish(2);
    const client = await register({ history: 2 });
    expect(client.welcome).toEqual({
      type: 'system.welcome',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      protocol: 1,
      store_id: expect.any(String),
      seq: (await daemon.status()).seq,
      forgotten: 0,
      oldest_seq: 1,
      session_id: session,
      after: Number((await daemon.status()).seq) - 2,
    });
    expect(client.heard[0]?.type).toBe('system.welcome');
    client.close();
  });

  test('for one session gives that session only', async () => {
    const client = await register();
    await publish(1, 'Stop', 'somebody-else');
    await publish(2);
    await until(() => client.heard.length >= 3);
    expect(client.heard.slice(1).map((message) => message.session_id)).toEqual([session, session]);
    client.close();
  });

  test('with types gives those types only', async () => {
    const client = await register({ types: ['hook.session_*', 'custom.*'] });
    await publish(1, 'Stop');
    await publish(1, 'SessionStart');
    await publish(1, 'SessionEnd');
    await until(() => client.heard.length >= 3);
    expect(client.heard.slice(1).map(({ type }) => type)).toEqual(['hook.session_start', 'hook.session_end']);
    client.close();
  });

  test('F30: gives the last N of what was asked for, and then what comes', async () => {
    await publish(5);
    await publish(1, 'Stop', 'somebody-else');
    const client = await register({ history: 3 });
    await daemon.post({ hook_event_name: 'Stop', session_id: session, index: 5 });
    await until(() => indexes(client).length >= 4);
    expect(indexes(client)).toEqual([2, 3, 4, 5]);
    client.close();
  });

  test('resumes behind a seq without gap or repeat, while events keep coming', async () => {
    const first = await register();
    await publish(3);
    await until(() => indexes(first).length === 3);
    const { seq } = first.heard.at(-1) as { seq: number };
    first.close();
    await first.closed;

    const going = publish(20, 'Notification');
    const back = await register({ after: seq, store_id: first.welcome.store_id });
    await going;
    await until(() => indexes(back).length >= 20);
    expect(indexes(back)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(back.heard.some(({ type }) => type === 'system.gap')).toBe(false);
    back.close();
  });

  test('behind a seq of another store tells a gap, and gives what there is', async () => {
    await publish(2);
    const client = await register({ after: 1, store_id: 'an-older-one' });
    await until(() => indexes(client).length >= 2);
    expect(client.heard[1]).toEqual({ type: 'system.gap', from: 2, to: null, count: null, reason: 'store_changed' });
    expect(indexes(client)).toEqual([0, 1]);
    client.close();
  });

  test('since a time gives what happened from then on', async () => {
    const sentAt = (ms: number) => ({ 'x-mpm-sent-at': String(ms) });
    await daemon.post({ hook_event_name: 'Stop', session_id: session, index: 'old' }, sentAt(Date.now() - 3_600_000));
    await daemon.post({ hook_event_name: 'Stop', session_id: session, index: 'new' }, sentAt(Date.now() - 60_000));
    const client = await register({ since: '10m' });
    await until(() => indexes(client).length >= 1);
    expect(indexes(client)).toEqual(['new']);
    client.close();
  });

  test('in batches gives arrays', async () => {
    const frames: string[] = [];
    const socket = new PlainWebSocket(`${daemon.streamUrl}?token=${daemon.token()}`);
    socket.on('message', (data) => frames.push(String(data)));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'register', session_id: session, batch: true }));
    await until(() => frames.length === 1);
    await publish(10);
    await until(() => frames.slice(1).flatMap((frame) => JSON.parse(frame) as unknown[]).length === 10);
    expect(frames.length).toBeLessThan(11);
    socket.close();
  });

  test('again asks for something else on the same connection, and nothing is lost or repeated between', async () => {
    const client = await register();
    await publish(2);
    client.say({ type: 'register', session_id: session, types: ['hook.notification'] });
    await publish(2, 'Notification');
    await until(() => indexes(client).length >= 4);
    client.say({ type: 'register', session_id: session });
    await publish(1, 'SessionEnd');
    await until(() => client.heard.at(-1)?.type === 'hook.session_end');
    expect(indexes(client)).toEqual([0, 1, 0, 1, 0]);
    expect(client.heard.filter(({ type }) => type === 'system.welcome')).toHaveLength(3);
    client.close();
  });

  test('is seen in the status by name, for as long as it lasts', async () => {
    const client = await register({ name: 'tail' });
    expect((await daemon.status()).watching).toMatchObject({ tail: 1 });
    client.close();
    await until(async () => !('tail' in ((await daemon.status()).watching as object)));
  });
});
