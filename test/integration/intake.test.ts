import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toEnvelope } from '../../src/daemon/store/entry.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { lockOut } from '../helpers/lock-out.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { aRawEvent, createTestIntake } from '../helpers/test-intake.ts';

let home: TempHome;
let store: EventStore;

beforeEach(() => {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop' });
});
afterEach(() => {
  store.close();
  home.remove();
});

const STOP = { hook_event_name: 'Stop', session_id: 'one' };

test('F30: the answer comes after the event is in the store, and nobody sees it before', async () => {
  const intake = createTestIntake(store);
  const accepted = intake.accept(aRawEvent(STOP, { id: 'abcdefgh', sentAtMs: 1_700_000_000_000 }));

  expect(intake.published).toEqual([]);
  expect(await accepted).toEqual({ status: 'accepted', seq: 1 });
  const judge = openEventStore(home.paths.store, { host: 'laptop' }); // a connection of its own sees only what is committed
  expect(judge.last(1)).toEqual(intake.published);
  judge.close();
  expect(intake.history.last(1)).toEqual(intake.published);
  expect(intake.published.map(toEnvelope)).toEqual([
    {
      type: 'hook.stop',
      timestamp: '2023-11-14T22:13:20.000Z',
      id: 'abcdefgh',
      seq: 1,
      session_id: 'one',
      host: 'laptop',
      data: STOP,
    },
  ]);
});

test('the events of one turn of the loop share one transaction, in order of arrival', async () => {
  const transactions: number[] = [];
  const counting: EventStore = {
    ...store,
    append(events, counts) {
      transactions.push(events.length);
      return store.append(events, counts);
    },
  };
  const intake = createTestIntake(counting);
  const first = Array.from({ length: 20 }, () => intake.accept(aRawEvent(STOP)));
  await Promise.all(first);
  await intake.accept(aRawEvent(STOP));

  expect(transactions).toEqual([20, 1]);
  expect(await Promise.all(first)).toEqual(first.map((_, index) => ({ status: 'accepted', seq: index + 1 })));
});

test('F24: a delivery that is tried again is a duplicate, shown once', async () => {
  const intake = createTestIntake(store);
  const raw = aRawEvent(STOP, { id: 'the-same-id' });

  expect(await Promise.all([intake.accept(raw), intake.accept(raw)])).toEqual([
    { status: 'accepted', seq: 1 },
    { status: 'duplicate', seq: 1 },
  ]);
  expect(await intake.accept(raw)).toEqual({ status: 'duplicate', seq: 1 });
  expect(intake.published).toHaveLength(1);
  expect(intake.counters.all()).toMatchObject({ accepted: 1, duplicates: 2 });
});

test('F25: recorded runs that come by two wirings are stored once where their events can be told apart', async () => {
  const events = capturedSequences().flatMap((run) => run.events);
  const joined = events.filter((bytes) => /"(tool_use_id|prompt_id)"/.test(topLevel(bytes)));
  const intake = createTestIntake(store);
  for (const bytes of events) {
    await Promise.all(['settings', 'plugin'].map((via) => intake.accept(aRawEvent(bytes, { origin: { via } }))));
  }

  expect(joined.length).toBeGreaterThan(100);
  expect(store.stats().events).toBe(events.length * 2 - joined.length);
});

const topLevel = (bytes: Buffer) => JSON.stringify(Object.keys(JSON.parse(bytes.toString())));

test('F6: an event past the limit is cut visibly, and says so in its envelope', async () => {
  const intake = createTestIntake(store, { maxEventBytes: 10_000 });
  await intake.accept(aRawEvent({ ...STOP, last_assistant_message: 'x'.repeat(200_000) }));
  const [envelope] = intake.published.map(toEnvelope);

  expect(envelope?.cut).toBe(true);
  expect(envelope?.data.last_assistant_message).toMatch(/^x+…\[cut \d+ bytes\]$/);
  expect(envelope?.session_id).toBe('one');
});

test('F6: 16 MB come in, and the loop is free again within a moment', async () => {
  const intake = createTestIntake(store);
  const bytes = Buffer.from(JSON.stringify({ ...STOP, stdout: 'line of output\n'.repeat(1_100_000) }));
  const startedMs = performance.now();
  await intake.accept(aRawEvent(bytes));

  expect(performance.now() - startedMs).toBeLessThan(6000); // what grows faster than the event takes minutes
  expect(intake.published[0]?.json.length).toBeLessThan(257 * 1024);
});

test('a type that nobody may give is refused for good', async () => {
  const intake = createTestIntake(store);

  expect(await intake.accept(aRawEvent(STOP, { type: 'system.gap' }))).toMatchObject({
    status: 'rejected',
    code: 'BAD_TYPE',
  });
  expect(store.lastSeq()).toBe(0);
});

test('a probe is answered and shown, never stored', async () => {
  const intake = createTestIntake(store);

  expect(await intake.accept(aRawEvent({ hook_event_name: 'system.probe', nonce: 'n' }))).toEqual({
    status: 'accepted',
    seq: 0,
  });
  expect(intake.shown.map(toEnvelope)).toMatchObject([{ type: 'system.probe', seq: 0, data: { nonce: 'n' } }]);
  expect(intake.published).toEqual([]);
  expect(store.stats().events).toBe(0);
});

test('F51: the start of the Claude Code process is recorded with the event where it can be seen', async () => {
  const intake = createTestIntake(store, { startOf: (pid) => (pid === 4711 ? 1_600_000_000_000 : undefined) });
  await intake.accept(aRawEvent(STOP, { origin: { via: 'settings', claudePid: 4711 } }));
  await intake.accept(aRawEvent(STOP, { origin: { via: 'settings', claudePid: 4712 } }));

  expect(origins()).toEqual([
    { via: 'settings', claudePid: 4711, claudeStartedAt: 1_600_000_000_000 },
    { via: 'settings', claudePid: 4712 },
  ]);
});

function origins(): unknown[] {
  const reader = lockOut(home.paths.store);
  const rows = reader.prepare('SELECT origin FROM events ORDER BY seq').all();
  reader.close();
  return rows.map((row) => JSON.parse(String(row.origin)));
}

test('a hook’s latency is its own part and the daemon’s; a late one has none', async () => {
  const intake = createTestIntake(store);
  await intake.accept(aRawEvent(STOP, { elapsedUs: 2000 }));
  await intake.accept(aRawEvent(STOP, { elapsedUs: 250_000, late: true }));
  const { count, p50Ms } = intake.latency.summary();

  expect(count).toBe(1);
  expect(p50Ms).toBeGreaterThan(2);
  expect(p50Ms).toBeLessThan(200);
});

describe('F37: while the store takes nothing', () => {
  test('events are shown, but not acknowledged; their twins from the spool are dropped afterwards', async () => {
    const intake = createTestIntake(store);
    const other = lockOut(home.paths.store);
    const raw = aRawEvent(STOP, { id: 'held-event' });

    expect(await intake.accept(raw)).toEqual({ status: 'held', seq: 1 });
    expect(await intake.accept(raw)).toEqual({ status: 'held', seq: 1 });
    expect(intake.published.map(({ seq }) => seq)).toEqual([1]);
    other.close();
    store.close(); // writes what is held
    store = openEventStore(home.paths.store, { host: 'laptop' });
    expect(await createTestIntake(store).accept(raw)).toEqual({ status: 'duplicate', seq: 1 });
  });

  test('a fault of our own is nobody’s ack: whoever waits is told', async () => {
    const broken: EventStore = {
      ...store,
      append() {
        throw new TypeError('a bug');
      },
    };
    const intake = createTestIntake(broken);

    await expect(intake.accept(aRawEvent(STOP))).rejects.toThrow('a bug');
    expect(intake.published).toEqual([]);
    await intake.idle();
  });
});

test('idle comes when everything so far has its outcome', async () => {
  const intake = createTestIntake(store);
  await intake.idle();
  void intake.accept(aRawEvent(STOP));
  void intake.accept(aRawEvent(STOP));
  await intake.idle();

  expect(store.stats().events).toBe(2);
});
