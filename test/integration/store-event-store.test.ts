import * as fs from 'node:fs';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toEnvelope } from '../../src/daemon/store/entry.ts';
import { type EventStore, type EventStoreOptions, openEventStore } from '../../src/daemon/store/event-store.ts';
import type { StoreStatus } from '../../src/daemon/store/keeper.ts';
import { SCHEMA_VERSION } from '../../src/daemon/store/schema.ts';
import { createMatcher, type EventFilter } from '../../src/shared/event-filter.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let file: string;
const opened: EventStore[] = [];

beforeEach(() => {
  home = createTempHome();
  file = home.paths.store;
});
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  home.remove();
});

function open(options: Partial<EventStoreOptions> = {}): EventStore {
  const store = openEventStore(file, { host: 'laptop', ...options });
  opened.push(store);
  return store;
}

const seqs = (entries: readonly { readonly seq: number }[]) => entries.map(({ seq }) => seq);

test('an event comes back as its envelope, its body untouched', () => {
  const body = '{"hook_event_name":"PreToolUse","big":12345678901234567890,"twice":1,"twice":2,"text":"\\u4e2d"}';
  const [appended] = open().append([aNewEvent({ id: 'abcdefgh', body, cut: true })]);

  expect(appended).toMatchObject({ status: 'accepted', entry: { seq: 1, type: 'hook.pre_tool', session_id: 'one' } });
  const [entry] = open().last(1);
  expect(entry?.json).toBe(
    `{"type":"hook.pre_tool","timestamp":"2026-11-22T12:00:00.000Z","id":"abcdefgh","seq":1,"session_id":"one","host":"laptop","data":${body},"cut":true}`,
  );
  expect(appended).toHaveProperty('entry', entry);
  expect(entry && toEnvelope(entry)).toMatchObject({ cut: true, data: { hook_event_name: 'PreToolUse' } });
});

test('a twin by id is a duplicate with the seq of the first, within one transaction and later', () => {
  const store = open();
  const event = aNewEvent({ id: 'same-one' });

  expect(store.append([event, aNewEvent(), event])).toMatchObject([
    { status: 'accepted', entry: { seq: 1 } },
    { status: 'accepted', entry: { seq: 2 } },
    { status: 'duplicate', seq: 1 },
  ]);
  expect(store.append([event])).toEqual([{ status: 'duplicate', seq: 1 }]);
  expect(store.stats().events).toBe(2);
});

test('what was appended is there after a restart, with its counters, totals and identity', () => {
  const first = open();
  first.append([aNewEvent(), aNewEvent({ sessionId: 'two' }), aNewEvent({ sessionId: undefined })], { accepted: 3 });
  first.append([aNewEvent()], { accepted: 1, late: 1 });
  first.close();
  const second = open();

  expect(second.storeId).toBe(first.storeId);
  expect(second.counters()).toEqual({ accepted: 4, late: 1 });
  expect(second.stats()).toMatchObject({ events: 4, sessions: 2 });
  expect([second.oldestSeq(), second.lastSeq()]).toEqual([1, 4]);
  expect(second.append([aNewEvent()])).toMatchObject([{ entry: { seq: 5 } }]);
});

test('an empty store has no last seq and begins with 1', () => {
  const store = open();

  expect([store.lastSeq(), store.oldestSeq()]).toEqual([0, 1]);
  expect(store.last(10)).toEqual([]);
  expect(store.seqOfLast(10)).toBeUndefined();
});

test('the file is the owner’s alone, also when it was more open before', () => {
  fs.writeFileSync(file, '', { mode: 0o644 });
  open().append([aNewEvent()]);

  for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(fs.statSync(name).mode & 0o777).toBe(0o600);
});

test('the file gives back what it no longer needs when asked (auto_vacuum from the first day)', () => {
  open().close();
  const database = new DatabaseSync(file);

  expect(database.prepare('PRAGMA auto_vacuum').get()).toMatchObject({ auto_vacuum: 2 });
  database.close();
});

describe('asked with any filter, the store answers as a plain list would', () => {
  const TYPES = ['hook.pre_tool', 'hook.post_tool', 'hook.stop', 'custom.[a]', 'custom.a?'];
  const event = fc.record({
    type: fc.constantFrom(...TYPES),
    sessionId: fc.constantFrom('one', 'two', undefined),
    atMs: fc.integer({ min: 1_000, max: 1_050 }),
  });
  const filter: fc.Arbitrary<EventFilter> = fc.record(
    {
      sessionId: fc.constantFrom('one', 'none'),
      types: fc.array(fc.constantFrom('hook.*', '*', '*_tool', 'hook.stop', 'custom.[a]', 'custom.a?', 'x'), {
        maxLength: 3,
      }),
    },
    { requiredKeys: [] },
  );

  test.each(['in its file', 'held in memory'])('%s', (where) => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), filter, fc.nat(12), fc.nat(35), (events, wanted, limit, seq) => {
        fs.rmSync(file, { force: true });
        const store = openEventStore(file, { host: 'laptop' });
        const inFile = where === 'in its file' ? events.length : Math.floor(events.length / 2);
        const appended = store.append(events.slice(0, inFile).map((one) => aNewEvent(one)));
        const lock = inFile < events.length ? lockOut(file) : undefined;
        appended.push(...store.append(events.slice(inFile).map((one) => aNewEvent(one))));
        const all = appended
          .flatMap((one) => (one.status === 'accepted' ? [one.entry] : []))
          .filter(createMatcher(wanted));

        expect(store.last(limit, wanted)).toEqual(limit === 0 ? [] : all.slice(-limit));
        expect(store.seqOfLast(limit, wanted)).toBe(limit === 0 ? undefined : all.slice(-limit)[0]?.seq);
        expect(readOn(store, seq, limit + 1, wanted)).toEqual(all.filter((entry) => entry.seq > seq));
        if (lock === undefined) {
          const since = all.filter((entry) => (events[entry.seq - 1]?.atMs ?? 0) >= 1_020);
          since.sort((a, b) => (events[a.seq - 1]?.atMs ?? 0) - (events[b.seq - 1]?.atMs ?? 0) || a.seq - b.seq);
          expect(store.since(1_020, { limit, filter: wanted })).toEqual(since.slice(0, limit));
        }
        lock?.close();
        store.close();
      }),
      { numRuns: where === 'in its file' ? 60 : 15 },
    );
  });

  function readOn(store: EventStore, fromSeq: number, limit: number, wanted: EventFilter) {
    const entries = [];
    for (let seq = fromSeq; ; ) {
      const page = store.after(seq, { limit, maxChars: 500, filter: wanted });
      expect(page.entries.length).toBeLessThanOrEqual(limit);
      entries.push(...page.entries);
      if (page.reachedSeq >= store.lastSeq()) return entries;
      expect(page.reachedSeq).toBeGreaterThan(seq);
      seq = page.reachedSeq;
    }
  }
});

test('a rare type far back is found, though a page looks only so far', () => {
  const store = open();
  store.append([aNewEvent({ type: 'custom.rare' })]);
  for (let batch = 0; batch < 12; batch += 1) store.append(Array.from({ length: 1000 }, () => aNewEvent()));

  expect(seqs(store.last(5, { types: ['custom.*'] }))).toEqual([1]);
  expect(store.seqOfLast(5, { types: ['custom.*'] })).toBe(1);
  const page = store.after(1, { limit: 10, filter: { types: ['custom.*'] } });
  expect(page).toEqual({ entries: [], reachedSeq: 5_001 });
});

describe('schema', () => {
  test('F31: a store of a newer release is refused with a sentence and left as it is', () => {
    open().close();
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    database.close();

    expect(() => open()).toThrow(expect.objectContaining({ code: 'STORE_TOO_NEW', hint: expect.any(String) }));
    expect(fs.readdirSync(home.paths.home).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('the version is written with the tables', () => {
    open().close();
    const database = new DatabaseSync(file);

    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: SCHEMA_VERSION });
    database.close();
  });
});

describe('F37: when something is wrong with the file', () => {
  test('a file that is no database is set aside whole, and a new store begun', () => {
    fs.writeFileSync(file, 'not a database at all, but somebody may want it back');
    const store = open({ now: () => Date.parse('2026-11-22T12:00:00Z') });

    expect(store.append([aNewEvent()])).toMatchObject([{ status: 'accepted' }]);
    expect(store.status()).toMatchObject({
      durable: true,
      setAside: expect.stringContaining('damaged-2026-11-22T12-00-00'),
    });
    expect(fs.readFileSync(store.status().setAside ?? '', 'utf8')).toContain('somebody may want it back');
  });

  test('a file damaged while running is set aside; seqs count on, and the gap can be seen', () => {
    const changes: StoreStatus[] = [];
    const store = open({ onChange: (status) => changes.push(status) });
    store.append(
      Array.from({ length: 300 }, () => aNewEvent({ body: JSON.stringify({ text: 'x'.repeat(900) }) })),
      { accepted: 300 },
    );
    store.checkpoint();
    const bytes = fs.readFileSync(file);
    fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0x5a)]));
    const [appended] = openAgainAndAppend(store);

    expect(appended).toMatchObject({ status: 'accepted', entry: { seq: 301 } });
    expect(appended).not.toHaveProperty('held');
    expect([store.oldestSeq(), store.lastSeq()]).toEqual([301, 301]);
    expect(store.counters()).toEqual({ accepted: 301 });
    expect(changes.at(-1)).toMatchObject({ durable: true, setAside: expect.stringContaining('damaged') });
    expect(fs.statSync(changes.at(-1)?.setAside ?? '').size).toBeGreaterThan(200_000);
  });

  /** Pages in SQLite's cache hide the damage: another connection's write makes this one read the file anew. */
  function openAgainAndAppend(store: EventStore) {
    const other = new DatabaseSync(file);
    other.exec('PRAGMA user_version = 1');
    other.close();
    return store.append([aNewEvent()], { accepted: 1 });
  }

  test('a file that cannot be opened leaves a store in memory, and it says why', () => {
    fs.mkdirSync(file);
    const store = open();

    expect(store.append([aNewEvent()])).toMatchObject([{ status: 'accepted', held: true }]);
    expect(store.last(1)).toHaveLength(1);
    expect(store.status()).toMatchObject({ durable: false, reason: expect.any(String) });
  });

  test('events that cannot be written are held, told as not stored, and written with the same seqs once they can be', async () => {
    const changes: boolean[] = [];
    const store = open({ retryMs: 20, onChange: ({ durable }) => changes.push(durable) });
    store.append([aNewEvent({ id: 'in-file-1' })]);
    const lock = lockOut(file);
    const event = aNewEvent({ id: 'held-one' });

    expect(store.append([event, aNewEvent({ id: 'in-file-1' })], { accepted: 1 })).toMatchObject([
      { status: 'accepted', entry: { seq: 2 }, held: true },
      { status: 'duplicate', seq: 1 },
    ]);
    expect(store.append([event])).toEqual([{ status: 'duplicate', seq: 2, held: true }]);
    expect(store.status()).toMatchObject({ durable: false, held: 1 });
    expect(store.counters()).toEqual({ accepted: 1 });

    lock.close();
    await until(() => store.status().durable);
    expect(store.append([event])).toEqual([{ status: 'duplicate', seq: 2 }]);
    expect(changes).toEqual([false, true]);
    store.close();
    const again = open();
    expect(seqs(again.last(10))).toEqual([1, 2]);
    expect(again.counters()).toEqual({ accepted: 1 });
  });
});

/** Another program that writes into the file and does not end: nobody else can write until it is closed. */
function lockOut(database: string): DatabaseSync {
  const other = new DatabaseSync(database);
  other.exec('BEGIN IMMEDIATE');
  return other;
}

test('nothing of ours lies outside the home', () => {
  open().append([aNewEvent()]);

  expect(
    fs
      .readdirSync(path.dirname(file))
      .filter((name) => name.startsWith('events.db'))
      .sort(),
  ).toEqual(['events.db', 'events.db-shm', 'events.db-wal']);
});
