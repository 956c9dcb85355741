import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import type { Broadcaster } from '../../src/client/broadcaster.ts';
import { createBroadcaster } from '../../src/client/create-broadcaster.ts';
import type { AskOptions } from '../../src/client/get-answer.ts';
import { readHistory } from '../../src/client/read-history.ts';
import { patchSession, readSession, readSessions } from '../../src/client/read-sessions.ts';
import { searchEvents } from '../../src/client/search-events.ts';
import { readToken } from '../../src/shared/token.ts';
import { type ScriptedDaemon, startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let daemon: ScriptedDaemon | undefined;
let broadcaster: Broadcaster | undefined;
let over: AbortController;

const REASON = new Error('somebody had enough');
const never = () => undefined;
const where = () => ({ home: home.paths.home, signal: over.signal });

beforeEach(() => {
  home = createTempHome();
  over = new AbortController();
});
afterEach(async () => {
  vi.useRealTimers();
  await broadcaster?.close();
  await daemon?.close();
  [broadcaster, daemon] = [undefined, undefined];
  home.remove();
});

describe.each([
  ['a daemon that does not say hello', { isMute: true }],
  ['a daemon that answers no question', { onAsked: never }],
])('%s is left by a signal', (_what, script) => {
  test.each<[string, (options: AskOptions) => Promise<unknown>]>([
    ['readHistory', (options) => readHistory({ limit: 1, ...options })],
    ['readSessions', (options) => readSessions({ limit: 1, ...options })],
    ['readSession', (options) => readSession('s1', options)],
    ['patchSession', (options) => patchSession('s1', { pinned: true }, options)],
    ['searchEvents', (options) => searchEvents('npm', { limit: 1, ...options })],
  ])('%s rejects with its reason, and the socket is closed', async (_name, work) => {
    daemon = await startScriptedDaemon(home, script);
    const answer = expect(work(where())).rejects.toBe(REASON);
    await until(() => 'isMute' in script || daemon?.asked.length === 1 || daemon?.registered.length === 1);
    await until(() => daemon?.openConnections() === 1);
    over.abort(REASON);

    await answer;
    await until(() => daemon?.openConnections() === 0);
  });
});

test('a signal that went off before keeps everybody from being asked', async () => {
  daemon = await startScriptedDaemon(home);
  over.abort(REASON);

  await expect(readSessions({ limit: 1, ...where() })).rejects.toBe(REASON);
  await expect(createBroadcaster(where())).rejects.toBe(REASON);
  expect(daemon.connections()).toBe(0);
});

test('a history that never comes is not waited for', async () => {
  daemon = await startScriptedDaemon(home, { onAsked: never });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const answer = expect(readHistory({ limit: 1, home: home.paths.home })).rejects.toMatchObject({
    code: 'DAEMON_SILENT',
  });
  await vi.waitUntil(() => daemon?.registered.length === 1);
  vi.advanceTimersByTime(10_000);

  await answer;
});

describe('a broadcaster', () => {
  test('is not made when the signal goes off while a daemon starts', async () => {
    const isStarting = Promise.withResolvers<void>();
    const start = () => {
      isStarting.resolve();
      return new Promise<void>(never);
    };
    const made = expect(createBroadcaster({ ...where(), port: await freePort(), start })).rejects.toBe(REASON);
    await isStarting.promise;
    over.abort(REASON);

    await made;
  });

  test('that serves closes by it', async () => {
    broadcaster = await createBroadcaster({ ...where(), port: await freePort() });
    const client = new WebSocket(`${broadcaster.address}?token=${readToken(home.paths.token)}`);
    const closed = new Promise((resolve) => client.once('close', resolve));
    await until(async () => (await broadcaster?.clients()) === 1);
    over.abort(REASON);

    expect(await closed).toBe(1001);
  });

  test('that is a proxy does not wait for the number of clients either', async () => {
    daemon = await startScriptedDaemon(home, { onAsked: never });
    broadcaster = await createBroadcaster({ home: home.paths.home });
    const clients = expect(broadcaster.clients({ signal: over.signal })).rejects.toBe(REASON);
    await until(() => daemon?.asked.length === 1);
    over.abort(REASON);

    await clients;
  });
});
