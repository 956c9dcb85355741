import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventStore, type EventStoreOptions, openEventStore } from '../../src/daemon/store/event-store.ts';
import type { StoreStatus } from '../../src/daemon/store/keeper.ts';
import { lockOut } from '../helpers/lock-out.ts';
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
      { late: 300 },
    );
    store.checkpoint();
    const bytes = fs.readFileSync(file);
    fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0x5a)]));
    const [appended] = openAgainAndAppend(store);

    expect(appended).toMatchObject({ status: 'accepted', entry: { seq: 301 } });
    expect(appended).not.toHaveProperty('held');
    expect([store.oldestSeq(), store.lastSeq()]).toEqual([301, 301]);
    expect(store.counters()).toEqual({ accepted: 301, late: 301 });
    expect(changes.at(-1)).toMatchObject({ durable: true, setAside: expect.stringContaining('damaged') });
    expect(fs.statSync(changes.at(-1)?.setAside ?? '').size).toBeGreaterThan(200_000);
  });

  /** Pages in SQLite's cache hide the damage: another connection's write makes this one read the file anew. */
  function openAgainAndAppend(store: EventStore) {
    const other = new DatabaseSync(file);
    other.exec('PRAGMA user_version = 1');
    other.close();
    return store.append([aNewEvent()], { late: 1 });
  }

  test('a file that cannot be opened leaves a store in memory, and it says why', () => {
    fs.mkdirSync(file);
    const store = open();

    expect(store.append([aNewEvent()])).toMatchObject([{ status: 'accepted', held: true }]);
    expect(store.last(1)).toHaveLength(1);
    expect(store.status()).toMatchObject({ durable: false, reason: expect.any(String) });
  });

  test('what was taken in while the file could not be opened goes there when it can be, behind what was there', () => {
    const before = open();
    before.append([aNewEvent({ id: 'in-file-1' })], { late: 1 });
    before.close();
    fs.renameSync(file, `${file}.away`);
    fs.mkdirSync(file);
    const store = open();
    store.append([aNewEvent({ id: 'in-file-1' }), aNewEvent({ id: 'in-memory' })], { late: 1 });
    expect(store.canReturn()).toBe(false);
    fs.rmdirSync(file);
    fs.renameSync(`${file}.away`, file);
    expect(store.canReturn()).toBe(true);
    store.close();

    const again = open();
    expect(again.canReturn()).toBe(false);
    expect(again.last(10).map(({ seq, json }) => [seq, JSON.parse(json).id])).toEqual([
      [1, 'in-file-1'],
      [2, 'in-memory'],
    ]);
    expect(again.counters()).toEqual({ accepted: 2, duplicates: 1, late: 2 });
  });

  test('what cannot go to the file by the end stays with the hooks’ spool, and the end is quiet', () => {
    fs.mkdirSync(file);
    const store = open();
    store.append([aNewEvent()]);
    expect(store.canReturn()).toBe(false);
    expect(() => store.close()).not.toThrow();
  });

  test('events that cannot be written are held, told as not stored, and written with the same seqs once they can be', async () => {
    const changes: boolean[] = [];
    const store = open({ retryMs: 20, onChange: ({ durable }) => changes.push(durable) });
    store.append([aNewEvent({ id: 'in-file-1' })]);
    const lock = lockOut(file);
    const event = aNewEvent({ id: 'held-one' });

    expect(store.append([event, aNewEvent({ id: 'in-file-1' })], { late: 1 })).toMatchObject([
      { status: 'accepted', entry: { seq: 2 }, held: true },
      { status: 'duplicate', seq: 1 },
    ]);
    expect(store.append([event])).toEqual([{ status: 'duplicate', seq: 2, held: true }]);
    expect(store.status()).toMatchObject({ durable: false, held: 1 });
    expect(store.counters()).toEqual({ accepted: 2, duplicates: 2, late: 1 });

    lock.close();
    await until(() => store.status().durable);
    expect(store.append([event])).toEqual([{ status: 'duplicate', seq: 2 }]);
    expect(changes).toEqual([false, true]);
    store.close();
    const again = open();
    expect(seqs(again.last(10))).toEqual([1, 2]);
    expect(again.counters()).toEqual({ accepted: 2, duplicates: 3, late: 1 });
  });
});
