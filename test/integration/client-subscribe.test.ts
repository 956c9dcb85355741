import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice } from '../../src/client/notice.ts';
import { type SubscribeOptions, subscribe } from '../../src/client/subscribe.ts';
import type { Envelope } from '../../src/shared/envelope.ts';
import { anEnvelope, type ScriptedDaemon, startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let stop: AbortController;
let daemon: ScriptedDaemon | undefined;

beforeEach(() => {
  home = createTempHome();
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await daemon?.close();
  daemon = undefined;
  home.remove();
});

interface Reading {
  readonly events: Envelope[];
  readonly notices: Notice[];
  readonly over: Promise<void>;
}

function read(options: SubscribeOptions = {}): Reading {
  const events: Envelope[] = [];
  const notices: Notice[] = [];
  const all = {
    home: home.paths.home,
    signal: stop.signal,
    onNotice: (notice: Notice) => notices.push(notice),
    ...options,
  };
  const over = (async () => {
    for await (const event of subscribe(all)) events.push(event);
  })();
  over.catch(() => undefined); // a test that expects a failure awaits it
  return { events, notices, over };
}

const kinds = ({ notices }: Reading) => notices.map(({ kind }) => kind);
const seqs = ({ events }: Reading) => events.map(({ seq }) => seq);

test('registers with what it was asked for, and yields what comes', async () => {
  daemon = await startScriptedDaemon(home, {
    onRegister: (_register, say) => [anEnvelope(1), [anEnvelope(2), anEnvelope(3)]].forEach(say),
  });
  const reading = read({ session: 's1', types: ['hook.*'], history: 3, name: 'proxy' });

  await until(() => reading.events.length === 3);
  expect(seqs(reading)).toEqual([1, 2, 3]);
  expect(daemon.registered).toEqual([
    { type: 'register', session_id: 's1', types: ['hook.*'], history: 3, name: 'proxy' },
  ]);
});

test('goes on behind its last event after the connection was cut, and repeats none', async () => {
  daemon = await startScriptedDaemon(home, {
    onRegister: ({ after }, say) =>
      after === 2 ? [anEnvelope(2), anEnvelope(3)].forEach(say) : [anEnvelope(1), anEnvelope(2)].forEach(say),
  });
  const reading = read({ history: 2 });
  await until(() => reading.events.length === 2);
  daemon.cut();

  await until(() => reading.events.length === 3);
  expect(seqs(reading)).toEqual([1, 2, 3]);
  expect(daemon.registered[1]).toMatchObject({ after: 2, store_id: 'store-1' });
  expect(daemon.registered[1]).not.toHaveProperty('history');
  expect(kinds(reading)).toEqual(['connected', 'lost', 'connected']);
});

test('what happens while it is away is asked for, even when nothing had come before', async () => {
  daemon = await startScriptedDaemon(home, { seq: 41 });
  const reading = read();
  await until(() => daemon?.registered.length === 1);
  await until(() => kinds(reading).includes('connected'));
  daemon.cut();

  await until(() => daemon?.registered.length === 2);
  expect(daemon.registered[1]).toMatchObject({ after: 41 });
});

test('a gap is told in its place, and not asked for again', async () => {
  daemon = await startScriptedDaemon(home, {
    onRegister: ({ after }, say) => {
      if (after === undefined) [anEnvelope(1), { type: 'system.gap', from: 2, to: 15, count: 14 }].forEach(say);
    },
  });
  const reading = read({ history: 1 });
  await until(() => kinds(reading).includes('gap'));
  daemon.cut();

  await until(() => daemon?.registered.length === 2);
  expect(reading.notices).toContainEqual({ kind: 'gap', from: 2, to: 15, count: 14 });
  expect(daemon.registered[1]).toMatchObject({ after: 15 });
});

test('a daemon that counts anew is noticed, and its low seqs are new events', async () => {
  daemon = await startScriptedDaemon(home, { onRegister: (_register, say) => say(anEnvelope(500)) });
  const reading = read({ history: 1 });
  await until(() => reading.events.length === 1);
  const { port } = daemon;
  await daemon.close();
  daemon = await startScriptedDaemon(home, {
    port,
    storeId: 'store-2',
    onRegister: (_register, say) =>
      [{ type: 'system.gap', from: 501, to: null, count: null }, anEnvelope(1)].forEach(say),
  });

  await until(() => reading.events.length === 2);
  expect(seqs(reading)).toEqual([500, 1]);
  expect(reading.notices).toContainEqual({ kind: 'newStore', storeId: 'store-2', previous: 'store-1' });
});

test('a store that lost its latest events counts on from lower seqs, and those are new', async () => {
  daemon = await startScriptedDaemon(home, {
    onRegister: ({ after }, say) =>
      after === undefined
        ? say(anEnvelope(500))
        : [{ type: 'system.gap', from: 501, to: null, count: null }, anEnvelope(490)].map(say),
  });
  const reading = read({ history: 1 });
  await until(() => reading.events.length === 1);
  daemon.cut();

  await until(() => reading.events.length === 2);
  expect(seqs(reading)).toEqual([500, 490]);
});

test('follows a new daemon to another port', async () => {
  daemon = await startScriptedDaemon(home, { onRegister: (_register, say) => say(anEnvelope(1)) });
  const reading = read({ history: 1 });
  await until(() => reading.events.length === 1);
  await daemon.close();
  daemon = await startScriptedDaemon(home, { onRegister: (_register, say) => say(anEnvelope(2)) });

  await until(() => reading.events.length === 2);
});

test('waits for a daemon that is yet to come', async () => {
  const reading = read({ history: 1, port: await freePort() });
  await until(() => kinds(reading).includes('lost'));
  daemon = await startScriptedDaemon(home, { onRegister: (_register, say) => say(anEnvelope(1)) });

  await until(() => reading.events.length === 1);
  expect(kinds(reading)).toEqual(['lost', 'connected']);
});

test('F22: a stranger on the port gets no token', async () => {
  daemon = await startScriptedDaemon(home, { isStranger: true });
  const reading = read();

  await until(() => (daemon?.tokens.length ?? 0) >= 3); // it is asked again and again
  expect(daemon.tokens.every((token) => token === undefined)).toBe(true);
  expect(reading.notices).toMatchObject([{ kind: 'lost', error: { code: 'DAEMON_STRANGER' } }]);
});

test('a slow reader holds up the socket, not our memory', async () => {
  const wide = 'x'.repeat(20_000);
  let said = 0;
  daemon = await startScriptedDaemon(home, {
    async onRegister(_register, say) {
      for (; said < 5000; said += 1) await say(anEnvelope(said + 1, { data: { wide } }));
    },
  });
  const events = subscribe({ home: home.paths.home, history: 1000, signal: stop.signal });
  expect((await events.next()).value?.seq).toBe(1);
  const counts: number[] = [];
  await until(() => counts.push(said) > 1 && counts.at(-1) === counts.at(-2), { everyMs: 300 });
  expect(said).toBeLessThan(3000);

  let last = 1;
  while (last < 5000) last = (await events.next()).value?.seq ?? 0;
  expect(said).toBeGreaterThanOrEqual(4999);
  await events.close();
});

test('ends quietly when told to, and lets the connection go', async () => {
  daemon = await startScriptedDaemon(home);
  const reading = read();
  await until(() => kinds(reading).includes('connected'));
  stop.abort();

  await reading.over;
  await until(() => daemon?.openConnections() === 0);
});

test('what the daemon refuses ends the subscription with its words', async () => {
  daemon = await startScriptedDaemon(home, {
    onRegister: (_register, say) => say({ type: 'system.error', code: 'bad_types', message: 'Too many types.' }),
  });

  await expect(read().over).rejects.toMatchObject({ code: 'bad_types', message: 'Too many types.' });
});
