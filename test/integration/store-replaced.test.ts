import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice } from '../../src/client/notice.ts';
import { subscribe } from '../../src/client/subscribe.ts';
import { readState } from '../../src/shared/state-file.ts';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { leavesOf, spoilPages } from '../helpers/damage.ts';
import { connectStream, type Message, type StreamClient } from '../helpers/stream-client.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;
const clients: StreamClient[] = [];

beforeEach(async () => {
  daemon = await startTestDaemon();
  for (let index = 0; index < 20; index += 1) await post(index);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await daemon.close();
});

async function post(index: number): Promise<void> {
  expect(await daemon.post({ hook_event_name: 'Stop', session_id: 'one', index })).toBe(204);
}

async function connect(): Promise<StreamClient> {
  const client = await connectStream(daemon);
  clients.push(client);
  return client;
}

/** Behind the running daemon's back; another connection's write makes it read the file anew. */
async function damage(): Promise<void> {
  const other = new DatabaseSync(daemon.home.paths.store);
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  spoilPages(daemon.home.paths.store, leavesOf(daemon.home.paths.store, 'events_by_type'), () => 0);
  other.exec('PRAGMA user_version = 1');
  other.close();
  await post(20);
}

async function hello(): Promise<Message> {
  return (await (await daemon.request('/v1/hello')).json()) as Message;
}

test('F37: a store that was replaced goes by another id, wherever it is asked for', async () => {
  const before = (await hello()).storeId;
  await damage();
  const { storeId } = await hello();
  expect(storeId).not.toBe(before);
  expect(await daemon.status()).toMatchObject({ storeId, seq: 21, events: 21 });
  expect(readState(daemon.home.paths.state)?.storeId).toBe(storeId);
  expect(daemon.facts.map(({ event }) => event)).toContain('store_set_aside');
});

test('F37: its events are there again a moment later, and what became of them is told', async () => {
  await damage();
  await until(() => daemon.facts.some(({ event }) => event === 'store_salvaged'));
  expect(daemon.facts.find(({ event }) => event === 'store_salvaged')?.fact).toEqual({ salvaged: 20, lost: 0 });
  const { store } = await daemon.status();
  expect(store).toMatchObject({ events: 21, salvaged: 20, lost: 0, setAside: expect.stringContaining('damaged') });
  const { events } = (await (await daemon.request('/v1/events')).json()) as { events: Message[] };
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
  await until(async () => (await (await daemon.request('/v1/sessions')).text()).includes('"events":21'));

  const { stdout } = await callCli(daemon.home, ['daemon', 'status']);
  expect(stdout).toMatch(/^Damaged {3}.+damaged.+: 20 of its events copied, 0 lost$/m);
});

test('F37: who registered is welcomed again, misses nothing and resumes by the new id; an older one is told a gap', async () => {
  const [registered, silent] = [await connect(), await connect()];
  registered.say({ type: 'register', session_id: 'one', after: 18 });
  const first = await registered.next('system.welcome');
  silent.say({ type: 'get_status' });
  await silent.next('system.status');
  await damage();
  const second = await registered.next('system.welcome');
  expect(second).toMatchObject({ session_id: 'one', store_id: (await hello()).storeId });
  expect(second.store_id).not.toBe(first.store_id);
  await until(() => registered.heard.some(({ seq, data }) => seq === 21 && data !== undefined));
  const seqs = registered.heard.filter(({ data }) => data !== undefined).map(({ seq }) => seq);
  expect(seqs).toEqual([19, 20, 21]);
  expect(silent.heard.some(({ type }) => type === 'system.welcome')).toBe(false);

  const [resuming, late] = [await connect(), await connect()];
  resuming.say({ type: 'register', after: 20, store_id: second.store_id });
  late.say({ type: 'register', after: 20, store_id: first.store_id });
  await until(() => resuming.heard.some(({ seq, data }) => seq === 21 && data !== undefined));
  expect(resuming.heard.some(({ type }) => type === 'system.gap')).toBe(false);
  expect(await late.next('system.gap')).toMatchObject({ from: 21, to: null, count: null, reason: 'store_changed' });
});

test('F37: a subscriber of the library is told that the store is another one, and goes on without a gap', async () => {
  const notices: Notice[] = [];
  const ended = new AbortController();
  const seen: number[] = [];
  const read = async () => {
    const where = { home: daemon.home.paths.home, after: 19 };
    for await (const { seq } of subscribe({ ...where, signal: ended.signal, onNotice: (one) => notices.push(one) })) {
      seen.push(seq);
    }
  };
  const reading = read();
  await until(() => seen.length === 1);
  await damage();
  await until(() => seen.length === 2);
  ended.abort();
  await reading;
  expect(seen).toEqual([20, 21]);
  expect(notices.map(({ kind }) => kind)).toEqual(['connected', 'newStore', 'connected']);
});

test('F37: what was salvaged is exported as it was, and imported elsewhere to the byte', async () => {
  const call = (on: InProcessDaemon, args: readonly string[], stdin = '') =>
    callCli(on.home, args, { env: { MPM_HOOK_PORT: String(on.port) }, stdin });
  const other = await startTestDaemon();
  try {
    await other.post({ hook_event_name: 'Stop', session_id: 'elsewhere', text: 'é\u2028' });
    await call(daemon, ['import', '-'], (await call(other, ['export'])).stdout);
    const before = (await call(daemon, ['export'])).stdout;
    await damage();
    await until(() => daemon.facts.some(({ event }) => event === 'store_salvaged'));
    const { stdout: lines } = await call(daemon, ['export']);
    expect(lines.slice(0, before.length)).toBe(before);
    expect(lines.trim().split('\n')).toHaveLength(22);

    await call(other, ['import', '-'], lines);
    const [first, ...others] = (await call(other, ['export'])).stdout.split('\n');
    expect([...others.slice(0, 20), first, ...others.slice(20)].join('\n')).toBe(lines);
  } finally {
    await other.close();
  }
});
