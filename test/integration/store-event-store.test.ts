import * as fs from 'node:fs';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toEnvelope } from '../../src/daemon/store/entry.ts';
import { type EventStore, type EventStoreOptions, openEventStore } from '../../src/daemon/store/event-store.ts';
import { SCHEMA_VERSION } from '../../src/daemon/store/schema.ts';
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
  first.append([aNewEvent(), aNewEvent({ sessionId: 'two' }), aNewEvent({ sessionId: undefined })]);
  first.append([aNewEvent({ id: 'the-last' })], { late: 1 });
  first.append([aNewEvent({ id: 'the-last' })], { late: 1 });
  first.close();
  const second = open();

  expect(second.storeId).toBe(first.storeId);
  expect(second.counters()).toEqual({ accepted: 4, duplicates: 1, late: 2 });
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

test('nothing of ours lies outside the home', () => {
  open().append([aNewEvent()]);

  expect(
    fs
      .readdirSync(path.dirname(file))
      .filter((name) => name.startsWith('events.db'))
      .sort(),
  ).toEqual(['events.db', 'events.db-shm', 'events.db-wal']);
});
