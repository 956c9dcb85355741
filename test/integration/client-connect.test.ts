import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, type ConnectOptions, connect } from '../../src/client/client.ts';
import type { PublishNotice } from '../../src/client/publish-notice.ts';
import { readHistory } from '../../src/client/read-history.ts';
import { rotateToken } from '../../src/shared/token-file.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { type ScriptedDaemon, startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let port: number;
let clients: Client[];
let notices: PublishNotice[];
let daemon: ScriptedDaemon | InProcessDaemon | undefined;

beforeEach(async () => {
  home = createTempHome();
  port = await freePort();
  clients = [];
  notices = [];
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close({ timeoutMs: 0 })));
  await daemon?.close();
  daemon = undefined;
  home.remove();
});

function aClient(options: ConnectOptions = {}): Client {
  const client = connect({ home: home.paths.home, port, onNotice: (notice) => notices.push(notice), ...options });
  clients.push(client);
  return client;
}

const startReal = async () => {
  const real = await startTestDaemon({ home, settings: { port } });
  daemon = real;
  return real;
};
const startScripted = async (script = {}) => {
  const scripted = await startScriptedDaemon(home, script);
  daemon = scripted;
  return scripted;
};
const stored = async () => (await readHistory({ home: home.paths.home, port, limit: 1000 })).map(({ id }) => id);
const kinds = () => notices.map(({ kind }) => kind);

test('what was published is in the store once it is flushed, under the ids that were returned', async () => {
  await startReal();
  const client = aClient();
  const ids = ['lint', 'build', 'test'].map((step) => client.publish('custom.build', { step }));
  await client.flush();

  expect(await stored()).toEqual(ids);
});

test('id, time and session of an event are those that were given', async () => {
  await startReal();
  const client = aClient();
  client.publish('custom.a', { of: 'a' }, { id: 'my-own-id', timestamp: '2026-11-22T12:00:00Z', sessionId: 's1' });
  client.publish('custom.b', {}, { timestamp: Date.UTC(2026, 0, 1) });
  await client.flush();

  const [one, other] = await readHistory({ home: home.paths.home, port, limit: 2 });
  expect(one).toMatchObject({
    id: 'my-own-id',
    timestamp: '2026-11-22T12:00:00.000Z',
    session_id: 's1',
    data: { of: 'a' },
  });
  expect(other).toMatchObject({ timestamp: '2026-01-01T00:00:00.000Z' });
});

test('the same id again changes nothing', async () => {
  await startReal();
  const client = aClient();
  for (const attempt of [1, 2]) client.publish('custom.a', { attempt }, { id: 'once-only' });
  await client.flush();

  expect(await stored()).toEqual(['once-only']);
});

const circular: Record<string, unknown> = {};
circular.self = circular;
test.each([
  ['a type of the daemon’s own', 'system.health', {}, {}],
  ['an id that could be no key', 'custom.a', {}, { id: '../x' }],
  ['a time that is none', 'custom.a', {}, { timestamp: 'yesterday' }],
  ['data that JSON cannot hold', 'custom.a', circular, {}],
])('%s is found where it is published', (_what, type, eventData, options) => {
  const client = aClient();
  expect(() => client.publish(type, eventData, options)).toThrow(expect.objectContaining({ code: 'NOT_AN_EVENT' }));
});

test('events of before the daemon are stored once it comes', async () => {
  const client = aClient();
  const ids = [1, 2, 3].map((number) => client.publish('custom.step', { number }));
  await until(() => kinds().includes('lost'));
  await startReal();
  await client.flush();

  expect(await stored()).toEqual(ids);
  expect(kinds()).toEqual(['lost', 'connected']);
});

test('without a daemon only the latest are kept; what had no room is told, and the rest is stored', async () => {
  const client = aClient({ maxWaitingEvents: 10 });
  client.publish('hook.stop', { number: 'urgent' });
  for (let number = 0; number < 50; number += 1) client.publish('custom.step', { number });
  expect(client.dropped).toBe(41);
  await until(() => kinds().includes('dropped'));
  await startReal();

  await expect(client.flush()).rejects.toMatchObject({ code: 'NOT_ALL_STORED' });
  const numbers = (await readHistory({ home: home.paths.home, port, limit: 100 })).map(({ data }) => data.number);
  expect(numbers).toEqual(['urgent', 41, 42, 43, 44, 45, 46, 47, 48, 49]);
  expect(notices).toContainEqual({ kind: 'dropped', count: 41 });
});

test('all clients of a home share one socket, which goes with the last of them', async () => {
  const scripted = await startScripted();
  const [one, other] = [aClient(), aClient()];
  for (const client of [one, other, one]) client.publish('custom.a', {});
  await Promise.all([one.flush(), other.flush(), other.status()]);
  expect(scripted.connections()).toBe(1);
  await one.close();
  expect(scripted.openConnections()).toBe(1);
  other.publish('custom.a', {});
  await other.close();

  await until(() => scripted.openConnections() === 0);
  expect(scripted.lines).toHaveLength(4);
  expect(scripted.connections()).toBe(1);
});

test('a cut in the middle of everybody’s requests loses none of their events', async () => {
  const scripted = await startScripted({ busyPosts: 3 });
  const many = Array.from({ length: 5 }, () => aClient());
  const ids = many.map((client) => client.publish('custom.a', {}));
  await until(() => scripted.connections() > 0);
  scripted.cut();
  await Promise.all(many.map((client) => client.flush()));

  expect(new Set(scripted.lines.map(({ id }) => id))).toEqual(new Set(ids));
});

test('a token that was changed is read again', async () => {
  await startReal();
  const client = aClient();
  client.publish('custom.a', {});
  await client.flush();
  rotateToken(home.paths.token);
  client.publish('custom.a', {});
  await client.flush();

  expect(await stored()).toHaveLength(2);
});

test('F22: a stranger on the port gets neither token nor event', async () => {
  const stranger = await startScripted({ isStranger: true });
  const client = aClient();
  client.publish('custom.secret', {});
  await until(() => stranger.tokens.length >= 2);

  expect(stranger.tokens.every((token) => token === undefined)).toBe(true);
  expect(stranger.lines).toEqual([]);
});

test('status is what the daemon says, also of a daemon that came after the last one', async () => {
  const first = await startReal();
  const client = aClient();
  expect(await client.status()).toMatchObject({ running: true, storeId: expect.any(String) });
  await first.stop();
  await expect(client.status()).rejects.toMatchObject({ code: 'DAEMON_NOT_RUNNING' });
  await startReal();

  expect(await client.status()).toMatchObject({ running: true });
});

test('a status that nobody answers is given up when told to', async () => {
  await startScripted({ isMute: true });
  const asked = aClient().status({ signal: AbortSignal.timeout(50) });

  await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('closing stores what waits; without a daemon it drops it soon, and says so', async () => {
  await startReal();
  const client = aClient();
  const id = client.publish('custom.a', {});
  await client.close();
  expect(await stored()).toEqual([id]);
  await daemon?.close();
  daemon = undefined;

  const alone = aClient();
  alone.publish('custom.b', {});
  await alone.close({ timeoutMs: 50 });
  expect(alone.dropped).toBe(1);
  await until(() => notices.some((notice) => notice.kind === 'dropped' && notice.count === 1));
});

test('a daemon that says nothing does not hold up the closing', async () => {
  const mute = await startScripted({ isMute: true });
  const client = aClient();
  client.publish('custom.a', {});
  await until(() => mute.connections() === 1);
  let isClosed = false;
  const closing = client.close({ timeoutMs: 20 }).then(() => {
    isClosed = true;
  });

  await until(() => isClosed, { withinMs: 5000 });
  await closing;
  expect(client.dropped).toBe(1);
});

test('its signal closes a client at once, with its subscriptions', async () => {
  await startReal();
  const stop = new AbortController();
  const client = aClient({ signal: stop.signal });
  const over = (async () => {
    for await (const _event of client.subscribe());
  })();
  await until(async () => (await client.status()).clients === 1);
  stop.abort();

  await over;
  client.publish('custom.a', {});
  expect(client.dropped).toBe(1);
});

test('`await using` closes it', async () => {
  const scripted = await startScripted();
  {
    await using client = connect({ home: home.paths.home, port });
    client.publish('custom.a', {});
  }
  expect(scripted.lines).toHaveLength(1);
  await until(() => scripted.openConnections() === 0);
});
