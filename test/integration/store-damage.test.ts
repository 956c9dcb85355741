import * as fs from 'node:fs';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventStore, type EventStoreOptions, openEventStore } from '../../src/daemon/store/event-store.ts';
import { envelopesIn, fillStore, leavesOf, mendAll, PAGE_BYTES, readAll, spoilPages } from '../helpers/damage.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

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

/** Reads until the damage is met, and copies what can be read. */
function recover(options: Partial<EventStoreOptions> = {}): EventStore {
  const store = open(options);
  readAll(store);
  for (let session = 0; session < 3; session += 1) store.last(10_000, { sessionId: `session-${session}` });
  store.append([aNewEvent()]);
  mendAll(store);
  return store;
}

const zero = () => 0;
const EVENTS = 2000;

describe('F37: what can be read of a damaged file is copied into the new one', () => {
  test('a page in the middle that was overwritten takes its own events with it, and no other', () => {
    const before = fillStore(file, EVENTS);
    const leaves = leavesOf(file, 'events');
    spoilPages(file, [leaves[Math.floor(leaves.length / 2)] ?? 0], zero);
    const store = recover();

    const { salvaged = 0, lost, durable, salvaging } = store.status();
    expect({ durable, salvaging }).toEqual({ durable: true, salvaging: undefined });
    expect(lost).toBe(EVENTS - salvaged);
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(10);
    const after = readAll(store);
    for (const [seq, json] of before) expect(after.get(seq) ?? json).toBe(json);
    expect(after.size).toBe(salvaged + 1);
    expect(store.lastSeq()).toBe(EVENTS + 1);
  });

  test('of a file that was cut off, what lies before the cut', () => {
    const before = fillStore(file, 3 * EVENTS);
    fs.truncateSync(file, Math.floor(fs.statSync(file).size / PAGE_BYTES / 2) * PAGE_BYTES + 100);
    const store = recover();

    const after = readAll(store);
    expect(store.status().salvaged).toBeGreaterThan(EVENTS / 2);
    for (const [seq, json] of after) if (seq <= 3 * EVENTS) expect(json).toBe(before.get(seq));
  });

  test.each(['events_by_session', 'events_by_time', 'events_by_type', 'sqlite_autoindex_events_1'])(
    'of one whose index %s alone is damaged, everything',
    (index) => {
      const before = fillStore(file, EVENTS);
      spoilPages(file, leavesOf(file, index), zero);
      const store = recover();
      store.seqSince(0);
      mendAll(store);

      const after = readAll(store);
      expect([...before].filter(([seq, json]) => after.get(seq) !== json)).toEqual([]);
      expect(store.status().lost ?? 0).toBe(0);
    },
  );

  test.each([
    ['zeros', zero],
    ['noise', (byte: number) => (byte * 7 + 13) & 0xff],
  ])('of one whose first page is %s, everything; the page is kept beside it', (_title, toByte) => {
    const before = fillStore(file, EVENTS);
    const lost = open();
    lost.sessions.lose(['session-1'], Date.parse('2026-11-22T13:00:00Z'));
    lost.checkpoint();
    lost.close();
    spoilPages(file, [0], toByte);
    const spoilt = fs.readFileSync(file);
    const store = recover();

    const after = readAll(store);
    expect([...before].filter(([seq, json]) => after.get(seq) !== json)).toEqual([]);
    expect(store.lastSeq()).toBe(EVENTS + 1);
    expect(store.sessions.detail('session-1')).toMatchObject({ state: 'lost' });
    const { setAside = '', salvaged, lost: gone } = store.status();
    expect({ salvaged, gone }).toEqual({ salvaged: EVENTS, gone: 0 });
    expect(fs.readFileSync(`${setAside}-page1`).equals(spoilt.subarray(0, PAGE_BYTES))).toBe(true);
    expect(fs.readFileSync(setAside).subarray(PAGE_BYTES).equals(spoilt.subarray(PAGE_BYTES))).toBe(true);
  });

  test('also where it was begun by the first release and brought to this one', () => {
    fs.copyFileSync(path.join(import.meta.dirname, '..', 'fixtures', 'stores', 'v1.db'), file);
    const before = fillStore(file, EVENTS);
    spoilPages(file, [0], zero);
    const after = readAll(recover());
    expect([...before].filter(([seq, json]) => after.get(seq) !== json)).toEqual([]);
  });

  test('without its first page a file that somebody has rearranged is left as it is', () => {
    fillStore(file, 100);
    const other = new DatabaseSync(file);
    other.exec('DROP INDEX events_by_type; VACUUM');
    other.close();
    spoilPages(file, [0], zero);
    const bytes = fs.readFileSync(file);
    const store = recover();
    expect(store.status()).toMatchObject({ durable: true, salvaged: 0, lost: null });
    expect(fs.readFileSync(store.status().setAside ?? '').equals(bytes)).toBe(true);
  });

  test('a file that is no store of ours is set aside as it is, and told', () => {
    const bytes = Buffer.from('no database at all '.repeat(5000));
    fs.writeFileSync(file, bytes);
    const replaced: string[] = [];
    const store = recover({ onReplaced: (aside) => replaced.push(aside) });

    expect(store.status()).toMatchObject({ durable: true, salvaged: 0, lost: null, setAside: replaced[0] });
    expect(fs.readFileSync(replaced[0] ?? '').equals(bytes)).toBe(true);
    expect(fs.readdirSync(home.paths.home).filter((name) => name.includes('-page1') || name.includes('-new'))).toEqual(
      [],
    );
  });

  test.each([
    ['zeros', () => 0],
    ['letters', () => 0x41],
    ['no text at all', (byte: number) => byte ^ 0xff],
  ])('an event in whose text there are %s now, which SQLite does not see, is lost and no other', (_title, toByte) => {
    const whole = open();
    const text = (length: number) => JSON.stringify({ hook_event_name: 'Stop', text: 'x'.repeat(length) });
    whole.append([10, 6000, 20].map((length) => aNewEvent({ sessionId: undefined, body: text(length) })));
    whole.checkpoint();
    const before = readAll(whole);
    whole.close();
    const [last] = leavesOf(file, 'events', 'overflow').slice(-1);
    spoilPages(file, [last ?? 0], toByte);
    const store = recover();
    expect(store.status()).toMatchObject({ salvaged: 2, lost: 1 });
    expect([...readAll(store)].slice(0, 2)).toEqual([...before].filter(([seq]) => seq !== 2));
  });

  test.each(['sqlite_sequence', 'meta'])('without its %s a file still has its events', (table) => {
    const before = fillStore(file, 100);
    spoilPages(file, leavesOf(file, table), zero);
    const store = recover();
    const after = readAll(store);
    expect([...before].filter(([seq, json]) => after.get(seq) !== json)).toEqual([]);
    expect(store.lastSeq()).toBe(101);
  });

  test('garbage for a write-ahead log leaves what the file itself has', () => {
    const before = fillStore(file, 100);
    fs.writeFileSync(`${file}-wal`, Buffer.alloc(50_000, 0x5a));
    const store = recover();
    const after = readAll(store);
    expect([...before].filter(([seq, json]) => after.get(seq) !== json)).toEqual([]);
  });

  test('sessions are told again from the events that are left; what no event says of them stays', () => {
    fillStore(file, 300);
    const before = open();
    before.sessions.lose(['session-1'], Date.parse('2026-11-22T13:00:00Z'));
    before.checkpoint();
    before.close();
    spoilPages(file, leavesOf(file, 'events_by_type'), zero);
    const store = recover();

    expect(store.sessions.detail('session-0')).toMatchObject({ counts: { events: 100 } });
    expect(store.sessions.detail('session-1')).toMatchObject({ state: 'lost', counts: { events: 100 } });
    expect(store.stats()).toMatchObject({ events: 301, sessions: 4 });
  });

  test('what was begun goes on after a restart, and what has come again meanwhile is there once', () => {
    const before = fillStore(file, EVENTS);
    spoilPages(file, leavesOf(file, 'events_by_type'), zero);
    const first = open();
    first.append([aNewEvent()]);
    expect(first.status()).toMatchObject({ salvaging: true });
    const again = JSON.parse(before.get(1) ?? '');
    first.append([aNewEvent({ id: again.id, body: JSON.stringify(again.data) })]);
    first.sessions.mend();
    const { salvaged = 0 } = first.status();
    expect(salvaged).toBeGreaterThan(0);
    expect(salvaged).toBeLessThan(EVENTS);
    first.close();

    const told: unknown[] = [];
    const store = open({ onSalvaged: ({ lost }) => told.push(lost) });
    mendAll(store);
    expect(told).toEqual([0]);
    expect(readAll(store).size).toBe(EVENTS + 1);
    expect(store.status()).toMatchObject({ salvaged: EVENTS - 1, lost: 0 });
  });

  test('what was imported is still passed over by who goes on live, however it lay between the others', () => {
    const whole = open();
    const imported = (at: number) => Math.floor(at / 70) % 2 === 1 || at % 50 === 0;
    whole.append(
      Array.from({ length: 500 }, (_, at) => aNewEvent({ origin: { via: imported(at) ? 'import' : 'http' } })),
    );
    const live = [...readAll(whole)];
    const all = envelopesIn(whole.browse({ filter: {}, limit: 1000 }));
    whole.close();
    spoilPages(file, leavesOf(file, 'events_by_type'), zero);
    const store = recover();

    expect([...readAll(store)].slice(0, -1)).toEqual(live);
    expect(envelopesIn(store.browse({ filter: {}, limit: 1000 })).slice(0, -1)).toEqual(all);
    store.close();
    expect([...readAll(open())].slice(0, -1)).toEqual(live);
  });

  test('the new one has an id of its own, and counts on', () => {
    fillStore(file, 500);
    const store = open();
    const { storeId } = store;
    store.close();
    spoilPages(file, leavesOf(file, 'events_by_type'), zero);
    const after = recover();
    expect(after.storeId).not.toBe(storeId);
    expect(after.lastSeq()).toBe(501);
    expect(after.counters()).toMatchObject({ accepted: 501 });
  });

  test('once the damaged file was taken away nothing is said of it any more', () => {
    fillStore(file, 500);
    spoilPages(file, leavesOf(file, 'events_by_type'), zero);
    const store = recover();
    fs.rmSync(store.status().setAside ?? '');
    store.close();
    expect(open().status()).toEqual({ durable: true, held: 0 });
  });
});
