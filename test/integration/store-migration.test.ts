import * as fs from 'node:fs';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventStore, NewEvent } from '../../src/daemon/store/event-store.ts';
import { SCHEMA_VERSION } from '../../src/daemon/store/schema.ts';
import { createStoreStage, type StoreStage } from '../helpers/store-stage.ts';

const FIXTURES = path.join(import.meta.dirname, '..', 'fixtures', 'stores');
/** Every schema that there was before this one. */
const VERSIONS = Array.from({ length: SCHEMA_VERSION - 1 }, (_, index) => index + 1);

let stage: StoreStage;

beforeEach(() => {
  stage = createStoreStage();
});
afterEach(() => stage.remove());

function open(file?: string): EventStore {
  const store = stage.open(file);
  while (store.sessions.mend());
  return store;
}

function rowsOf(file: string, table: string): Record<string, unknown>[] {
  const database = new DatabaseSync(file);
  const rows = database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all();
  database.close();
  return rows;
}

/** In what order a session's state names what it says is no part of what it says. */
function readFold(row: Record<string, unknown>): Record<string, unknown> {
  return typeof row.fold === 'string' ? { ...row, fold: JSON.parse(row.fold) } : row;
}

function toNewEvent(row: Record<string, unknown>): NewEvent {
  return {
    id: String(row.id),
    type: String(row.type),
    atMs: Number(row.at_ms),
    sessionId: typeof row.session_id === 'string' ? row.session_id : undefined,
    toolUseId: typeof row.tool_use_id === 'string' ? row.tool_use_id : undefined,
    body: String(row.body),
    cut: row.cut === 1,
    origin: JSON.parse(String(row.origin)),
  };
}

describe.each(VERSIONS)('F31: a store of schema %i', (version) => {
  beforeEach(() => fs.copyFileSync(path.join(FIXTURES, `v${version}.db`), stage.home.paths.store));

  test('is opened with every event it holds', () => {
    const before = rowsOf(stage.home.paths.store, 'events');
    const store = open();
    const { events, sessions } = store.stats();

    expect(before).toHaveLength(82);
    expect(rowsOf(stage.home.paths.store, 'events')).toEqual(before);
    expect({ events, sessions }).toEqual({ events: 82, sessions: 5 });
    expect([store.oldestSeq(), store.lastSeq()]).toEqual([1, 82]);
    expect(store.counters()).toMatchObject({ accepted: 82, duplicates: 1 });
    expect(store.append([toNewEvent(before[3] ?? {})])).toEqual([{ status: 'duplicate', seq: 4 }]);
  });

  test('is left with the same rows as a store made anew from the same events', () => {
    const fresh = path.join(stage.home.root, 'fresh.db');
    const events = rowsOf(stage.home.paths.store, 'events').map(toNewEvent);
    open();
    const made = open(fresh);
    made.append(events);
    made.checkpoint();

    for (const table of ['events', 'sessions', 'spans', 'agents', 'minutes']) {
      expect(rowsOf(stage.home.paths.store, table).map(readFold)).toEqual(rowsOf(fresh, table).map(readFold));
    }
    expect(rowsOf(fresh, 'sessions')).toHaveLength(5);
    expect(rowsOf(fresh, 'spans')).not.toEqual([]);
    expect(rowsOf(fresh, 'agents')).not.toEqual([]);
  });

  test('has the tables, columns and indexes of this release', () => {
    const fresh = path.join(stage.home.root, 'fresh.db');
    open();
    open(fresh);
    const schema = (file: string) =>
      rowsOf(file, 'sqlite_master')
        .map(({ type, name, sql }) => `${type} ${name} ${sql}`)
        .sort();
    const columns = (file: string) => rowsOf(file, "pragma_table_info('sessions')").map(({ name }) => name);

    expect(schema(stage.home.paths.store)).toEqual(schema(fresh));
    expect(columns(stage.home.paths.store)).toEqual(columns(fresh));
    expect(rowsOf(stage.home.paths.store, 'pragma_user_version')[0]).toEqual({ user_version: SCHEMA_VERSION });
  });
});

test('F31: there is a store of every past schema to test with', () => {
  expect(fs.readdirSync(FIXTURES).filter((name) => name.endsWith('.db'))).toEqual(VERSIONS.map((one) => `v${one}.db`));
});
