import * as fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Retention, type RetentionParts, startRetention } from '../../src/daemon/retention/retention.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { createHistory } from '../../src/shared/history.ts';
import { anEventOf, DAY_MS, NOW_MS, seqsOf } from '../helpers/pruning.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let store: EventStore;
let retention: Retention | undefined;
let clockMs = NOW_MS;
const told = { gone: [] as number[], upTo: [] as number[], holes: [] as object[] };

beforeEach(() => {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop' });
  clockMs = NOW_MS;
  for (const list of Object.values(told)) list.length = 0;
});
afterEach(() => {
  retention?.close();
  store.close();
  home.remove();
});

function start(settings: Partial<RetentionParts['settings']>, more: Partial<RetentionParts> = {}): Retention {
  retention = startRetention({
    settings: { retentionDays: 0, retentionMaxBytes: 0, projects: {}, ...settings },
    store,
    searchBytes: () => 0,
    onGone: (seqs) => told.gone.push(...seqs),
    onPruned: (seq) => told.upTo.push(seq),
    onHoles: (ranges) => told.holes.push(...ranges),
    nowMs: () => clockMs,
    intervals: { busyMs: 1, quietMs: 1, ageMs: 5, settleMs: 0 },
    ...more,
  });
  return retention;
}

const big = { body: JSON.stringify({ hook_event_name: 'Stop', cwd: '/p', text: 'x'.repeat(1500) }) };
const addMany = (count: number, session = 'one') => {
  for (let at = 0; at < count; at += 500) {
    store.append(Array.from({ length: Math.min(500, count - at) }, () => anEventOf(session, big)));
  }
};
const fileBytes = () => fs.statSync(home.paths.store).size + fs.statSync(`${home.paths.store}-wal`).size;

describe('F31: the size', () => {
  test('is kept to by the oldest, and the file shrinks', async () => {
    addMany(4000);
    expect(fileBytes()).toBeGreaterThan(7_000_000);
    start({ retentionMaxBytes: 2_000_000 });
    await until(() => fileBytes() < 2_000_000);

    const seqs = seqsOf(store);
    expect(seqs.length).toBeGreaterThan(300);
    expect(seqs).toEqual(seqs.map((_, at) => 4000 - seqs.length + 1 + at));
    expect(told.gone).toEqual(Array.from({ length: 4000 - seqs.length }, (_, at) => at + 1));
    expect(told.upTo.at(-1)).toBe(4000 - seqs.length);
    expect(told.holes).toEqual([]);
  });

  test('counts what the index takes', async () => {
    addMany(1000);
    start({ retentionMaxBytes: 4_000_000 }, { searchBytes: () => 3_500_000 });
    await until(() => fileBytes() < 500_000);

    expect(retention?.status().bytes).toBeGreaterThan(3_500_000);
  });

  test('that pinned sessions alone are past is said, and the newest stay all the same', async () => {
    addMany(1500, 'pinned');
    addMany(500, 'other');
    store.sessions.label('pinned', { pinned: true });
    const running = start({ retentionMaxBytes: 1_000_000 });
    await until(() => running.status().pinnedOverBytes !== undefined);
    const turns = store.counters().pruned;

    expect(seqsOf(store)).toHaveLength(1600);
    expect(turns).toBe(400);
    store.sessions.label('pinned', { pinned: false });
    running.reconsider();
    await until(() => running.status().bytes <= 1_000_000);
    await until(() => running.status().pinnedOverBytes === undefined);
  });
});

describe('F31: the age', () => {
  test('is looked at again and again as time goes by', async () => {
    store.append([anEventOf('one'), anEventOf('two', { atMs: NOW_MS })]);
    store.retained.noteArrivals(NOW_MS);
    start({ retentionDays: 3 });
    clockMs += 2.5 * DAY_MS;
    await until(() => seqsOf(store).length === 1);

    expect(seqsOf(store)).toEqual([2]);
  });

  test('of one project leaves holes, told as such', async () => {
    store.append(
      [anEventOf('long'), anEventOf('short', { cwd: '/short' }), anEventOf('long')].map((event) => ({
        ...event,
        atMs: NOW_MS - 3 * DAY_MS,
      })),
    );
    store.retained.noteArrivals(NOW_MS - 2 * DAY_MS);
    start({ retentionDays: 30, projects: { '/short': { retentionDays: 2 } } });
    await until(() => told.holes.length > 0);

    expect(seqsOf(store)).toEqual([1, 3]);
    expect(told).toEqual({ gone: [2], upTo: [], holes: [{ from: 2, to: 2 }] });
  });

  test('is not judged by a clock that was just set', async () => {
    store.append([anEventOf('one')]);
    store.retained.noteArrivals(NOW_MS - DAY_MS);
    let asked = 0;
    const nowMs = () => {
      asked += 1;
      return clockMs;
    };
    start({ retentionDays: 30 }, { nowMs, intervals: { busyMs: 1, quietMs: 1, ageMs: 5, settleMs: 60_000 } });
    clockMs += 3650 * DAY_MS;
    await until(() => asked > 20);

    expect(seqsOf(store)).toEqual([1]);
  });
});

test('F31: an event that is gone is not remembered either', () => {
  store.append([anEventOf('one'), anEventOf('one'), anEventOf('two')]);
  const history = createHistory({ entries: store.last(10) });
  history.forget([1, 2]);

  expect(history.last(10).map(({ seq }) => seq)).toEqual([3]);
  expect(history.after(0)).toBeUndefined();
  expect(history.after(2)?.map(({ seq }) => seq)).toEqual([3]);
});
