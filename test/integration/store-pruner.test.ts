import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { anEventOf, aRule, DAY_MS, NOW_MS, pruneByAge, pruneUpTo, seqsOf } from '../helpers/pruning.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

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

const old = (days: number) => ({ atMs: NOW_MS - days * DAY_MS });
/** What is there by now came so many days ago. */
const cameBefore = (days: number) => store.retained.noteArrivals(NOW_MS - days * DAY_MS);
const sessionIds = () =>
  store.sessions
    .list({ limit: 1000, hidden: 'all' })
    .sessions.map(({ id }) => id)
    .sort();

describe('F31: by age', () => {
  test('what is older than its project keeps it goes, and nothing else', () => {
    store.append([
      anEventOf('default', old(31)),
      anEventOf('default', old(29)),
      anEventOf('short', { ...old(8), cwd: '/short' }),
      anEventOf('short', { ...old(6), cwd: '/short' }),
      anEventOf('long', { ...old(400), cwd: '/long' }),
      anEventOf('none', { ...old(31), sessionId: undefined }),
      anEventOf('none', { ...old(8), sessionId: undefined, origin: { project: '/short' } }),
    ]);
    cameBefore(2);
    pruneByAge(store, aRule({ '/short': 7, '/long': Number.POSITIVE_INFINITY }));

    expect(seqsOf(store)).toEqual([2, 4, 5]);
    expect(store.stats()).toMatchObject({ events: 3, sessions: 3 });
    expect(store.counters()).toMatchObject({ accepted: 7, pruned: 4 });
  });

  test('what claims to be old may be looked at for a day; what claims to be of the future goes with what came when it did', () => {
    store.append([anEventOf('past', { atMs: 0 }), anEventOf('future', { atMs: NOW_MS + 3650 * DAY_MS })]);
    cameBefore(0.5);
    pruneByAge(store, aRule());
    expect(seqsOf(store)).toEqual([1, 2]);

    pruneByAge(store, aRule({}, NOW_MS + DAY_MS));
    expect(seqsOf(store)).toEqual([2]);
    pruneByAge(store, aRule({}, NOW_MS + 29 * DAY_MS));
    expect(seqsOf(store)).toEqual([2]);
    pruneByAge(store, aRule({}, NOW_MS + 30 * DAY_MS));
    expect(seqsOf(store)).toEqual([]);
  });

  test('a moment that the clock had not come to yet is not taken for an arrival', () => {
    store.append([anEventOf('future', { atMs: NOW_MS + 100 * DAY_MS })]);
    store.retained.noteArrivals(NOW_MS + 500 * DAY_MS);
    store.retained.noteArrivals(NOW_MS);
    pruneByAge(store, aRule({}, NOW_MS + 31 * DAY_MS));

    expect(seqsOf(store)).toEqual([]);
  });

  test('each step looks at so many rows at most, whatever it takes out', () => {
    store.append(Array.from({ length: 230 }, (_, at) => anEventOf(`s${at % 7}`, old(40))));
    cameBefore(2);

    expect(Math.max(...pruneByAge(store, aRule(), 20))).toBe(20);
    expect(seqsOf(store)).toEqual([]);
    expect(store.stats()).toMatchObject({ events: 0, sessions: 0 });
  });
});

describe('F31: by size', () => {
  test('the oldest to arrive go first, so many a step', () => {
    store.append(Array.from({ length: 100 }, (_, at) => anEventOf('one', { atMs: NOW_MS + at })));

    expect(pruneUpTo(store, 45, 20)).toEqual([20, 20, 5]);
    expect(seqsOf(store)[0]).toBe(46);
    expect([store.oldestSeq(), store.lastSeq()]).toEqual([46, 100]);
  });

  test('pinned sessions stay, and do not count as what the store begins with', () => {
    store.append([anEventOf('kept'), anEventOf('kept'), anEventOf('two'), anEventOf('kept'), anEventOf('two')]);
    store.sessions.label('kept', { pinned: true });
    pruneUpTo(store, 4);
    pruneByAge(store, aRule({}, NOW_MS + 400 * DAY_MS));

    expect(seqsOf(store)).toEqual([1, 2, 4, 5]);
    expect(store.oldestSeq()).toBe(5);
    store.close();
    store = openEventStore(home.paths.store, { host: 'laptop' });
    expect(store.oldestSeq()).toBe(5);
    store.sessions.label('kept', { pinned: false });
    pruneUpTo(store, 4);
    expect(seqsOf(store)).toEqual([5]);
  });

  test('a store that has nothing left goes on behind its last seq', () => {
    store.append([anEventOf('one'), anEventOf('one')]);
    pruneUpTo(store, 2);

    expect([store.oldestSeq(), store.lastSeq()]).toEqual([3, 2]);
    expect(store.append([anEventOf('one')])).toMatchObject([{ entry: { seq: 3 } }]);
    expect([store.oldestSeq(), ...sessionIds()]).toEqual([3, 'one']);
    expect(store.stats()).toMatchObject({ events: 1, sessions: 1 });
  });

  test('a step that was not finished never was: the next start goes on with it', () => {
    store.append(Array.from({ length: 60 }, (_, at) => anEventOf(`s${at % 4}`)));
    store.retained.prune({ why: 'size', afterSeq: 0, upToSeq: 50, rows: 20 });
    store.close();
    store = openEventStore(home.paths.store, { host: 'laptop' });
    pruneUpTo(store, 50);

    expect(seqsOf(store)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
    expect(store.stats()).toMatchObject({ events: 10, sessions: 4 });
    expect(store.counters()).toMatchObject({ pruned: 50 });
  });
});

test('F31: whatever the sessions, ages, pins and order of arrival: what the rule keeps is kept, and nothing else', () => {
  const anEvent = fc.record({
    session: fc.constantFrom('a', 'b', 'c', 'd', undefined),
    days: fc.integer({ min: -5, max: 60 }),
    batch: fc.boolean(),
  });
  const projects: Readonly<Record<string, string>> = { a: '/short', b: '/short', c: '/long', d: '/else' };
  const days: Readonly<Record<string, number>> = { '/short': 7, '/long': 50 };
  const world = fc.record({
    events: fc.array(anEvent, { maxLength: 60 }),
    pinned: fc.subarray(['a', 'c', 'd']),
    rows: fc.integer({ min: 1, max: 30 }),
    upToSeq: fc.integer({ min: 0, max: 30 }),
  });
  fc.assert(
    fc.property(world, ({ events, pinned, rows, upToSeq }) => {
      const some = createMemoryStore();
      try {
        for (const { session, days: ago } of events) {
          const cwd = projects[session ?? ''] ?? '/else';
          some.append([anEventOf(session ?? '', { sessionId: session, cwd, atMs: NOW_MS - ago * DAY_MS - 1 })]);
        }
        while (some.sessions.mend());
        some.retained.noteArrivals(NOW_MS - 3 * DAY_MS);
        for (const id of pinned) some.sessions.label(id, { pinned: true });
        pruneByAge(some, aRule(days), rows);
        pruneUpTo(some, upToSeq, rows);

        const isKept = ({ session, days: ago }: (typeof events)[number], index: number) =>
          (session !== undefined && pinned.some((id) => id === session)) ||
          (ago < (days[projects[session ?? ''] ?? ''] ?? 30) && index + 1 > upToSeq);
        const kept = events.flatMap((event, index) => (isKept(event, index) ? [{ ...event, seq: index + 1 }] : []));
        const { sessions } = some.sessions.list({ limit: 100 });
        expect(seqsOf(some)).toEqual(kept.map(({ seq }) => seq));
        expect(new Set(sessions.map(({ id }) => id))).toEqual(
          new Set(kept.flatMap(({ session }) => (session === undefined ? [] : [session]))),
        );
        expect(some.stats()).toMatchObject({ events: kept.length, sessions: sessions.length });
        for (const { id, counts, pruned = false } of sessions) {
          const all = events.filter(({ session }) => session === id).length;
          expect(counts.events).toBe(all);
          expect(pruned).toBe(kept.filter(({ session }) => session === id).length < all);
        }
      } finally {
        some.close();
      }
    }),
    { numRuns: 150 },
  );
});
