import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { copyAsKilled, toNewEvent } from '../helpers/killed.ts';
import { callsIn, overviewOf } from '../helpers/overview.ts';
import { pruneUpTo } from '../helpers/pruning.ts';
import { anEventAt, recordedStory, STORY_BEGAN_AT_MS } from '../helpers/stories.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

const NAMES = capturedSequences().map(({ name }) => name);
const MINUTE_MS = 60_000;

let home: TempHome;
let opened: EventStore[] = [];

beforeEach(() => {
  home = createTempHome();
});
afterEach(() => {
  for (const store of opened) store.close();
  opened = [];
  home.remove();
});

function open(file = home.paths.store): EventStore {
  const store = openEventStore(file, { host: 'laptop' });
  opened.push(store);
  return store;
}

/** Recorded runs, each begun some minutes after the first, slower than it was; every event under an id of its own. */
const someRuns = fc
  .array(fc.record({ name: fc.constantFrom(...NAMES), minutes: fc.nat(90), slower: fc.integer({ min: 1, max: 40 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((runs) =>
    runs.flatMap(({ name, minutes, slower }, run) => moved(recordedStory(name), { run, minutes, slower })),
  );

function moved(events: readonly SessionEvent[], { run = 0, minutes = 0, slower = 1 }): SessionEvent[] {
  return events.map((event) => ({
    ...event,
    id: `${event.id}-${run}`,
    atMs: STORY_BEGAN_AT_MS + minutes * MINUTE_MS + (event.atMs - STORY_BEGAN_AT_MS) * slower,
    data: { ...event.data, session_id: `${String(event.data.session_id)}-${run}` },
  }));
}

function inOrder(events: readonly SessionEvent[]): SessionEvent[] {
  return events.toSorted((one, other) => one.atMs - other.atMs || (one.id < other.id ? -1 : 1));
}

function sumBy<One>(ones: readonly One[], keyOf: (one: One) => string): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(ones, keyOf)].map(([key, group]) => [key, group.length]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const WHOLE = { sinceMs: STORY_BEGAN_AT_MS, untilMs: STORY_BEGAN_AT_MS + 48 * 60 * MINUTE_MS };

describe('the overview', () => {
  test('says what whoever looks through all events finds, in whatever order and portions they came', async () => {
    const arrival = someRuns.chain((events) =>
      fc.record({
        events: fc.constant(inOrder(events)),
        arrived: fc.shuffledSubarray([...events], { minLength: events.length }),
        portion: fc.integer({ min: 1, max: 40 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(arrival, async ({ events, arrived, portion }) => {
        const store = openEventStore(':memory:', { host: 'laptop' });
        for (let at = 0; at < arrived.length; at += portion) {
          store.append(arrived.slice(at, at + portion).map(toNewEvent));
        }
        while (store.sessions.mend());
        const { totals, tools, activity, bucketMs, since } = await overviewOf(store, WHOLE);
        store.close();
        const calls = callsIn(events);
        const named = activity.sessions.map(({ id }) => id);
        const inBucket = ({ atMs }: { atMs: number }) => String(Math.floor((atMs - Date.parse(since)) / bucketMs));
        const nonZero = (values: readonly number[]) =>
          Object.fromEntries(values.flatMap((value, at) => (value === 0 ? [] : [[String(at), value]])));

        expect(totals).toMatchObject({
          events: events.length,
          calls: calls.length,
          failed: calls.filter(({ isFailed }) => isFailed).length,
          sessions: new Set(events.map(({ data }) => data.session_id)).size,
        });
        expect(Object.fromEntries(tools.map((tool) => [tool.tool, tool.calls]))).toEqual(
          sumBy(calls, ({ tool }) => tool),
        );
        expect(sum(tools.map(({ totalMs }) => totalMs))).toBeCloseTo(sum(calls.map(({ ms = 0 }) => Math.max(0, ms))));
        expect(nonZero(activity.events)).toEqual(sumBy(events, inBucket));
        expect(nonZero(activity.calls)).toEqual(sumBy(calls, inBucket));
        for (const { id, events: own } of activity.sessions) {
          expect(nonZero(own)).toEqual(
            sumBy(
              events.filter(({ data }) => data.session_id === id),
              inBucket,
            ),
          );
        }
        expect(sum(activity.rest.events)).toBe(
          events.filter(({ data }) => !named.includes(String(data.session_id))).length,
        );
      }),
      { numRuns: 60 },
    );
  });

  test('has medians and 95ths to two digits, and the slowest calls with the events to look at', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 60 }), async (lengths) => {
        const store = openEventStore(':memory:', { host: 'laptop' });
        const call = (id: number, more: object = {}) => ({ tool_name: 'Bash', tool_use_id: `call-${id}`, ...more });
        const events = lengths.flatMap((ms, at) => [
          anEventAt(2 * at * 60, 'PreToolUse', call(at, { tool_input: { command: `sleep ${at}` } })),
          anEventAt((2 * at + 1) * 60, 'PostToolUse', call(at, { duration_ms: ms })),
        ]);
        store.append(events.map(toNewEvent));
        const { tools, slowest } = await overviewOf(store, WHOLE);
        const ascending = lengths.toSorted((one, other) => one - other);
        const nth = (share: number) => Number((ascending[Math.ceil(lengths.length * share) - 1] ?? 0).toPrecision(2));

        expect(tools).toMatchObject([{ tool: 'Bash', medianMs: nth(0.5), p95Ms: nth(0.95) }]);
        expect(slowest.map(({ durationMs }) => durationMs)).toEqual(ascending.toReversed().slice(0, 10));
        for (const { tool_use_id: id, seqs, summary } of slowest) {
          const at = Number(id.split('-')[1]);
          expect({ seqs, summary }).toEqual({ seqs: [2 * at + 1, 2 * at + 2], summary: `sleep ${at}` });
        }
        store.close();
      }),
      { numRuns: 60 },
    );
  });

  test('is the same after a kill, and after the store is opened again', async () => {
    const events = inOrder(
      NAMES.slice(0, 12).flatMap((name, run) => moved(recordedStory(name), { run, minutes: run })),
    );
    const store = open();
    const half = Math.floor(events.length / 2);
    store.append(events.slice(0, half).map(toNewEvent));
    await overviewOf(store, WHOLE);
    store.append(events.slice(half).map(toNewEvent));
    copyAsKilled(home.paths.store, `${home.paths.store}.copy`);
    const before = await overviewOf(store, WHOLE);

    expect(before.totals.events).toBe(events.length);
    expect(await overviewOf(open(`${home.paths.store}.copy`), WHOLE)).toEqual(before);
  });

  test('of a session, or of a project and the folders below it, is of nothing else', async () => {
    const store = open();
    const at = (second: number, session: string, cwd: string) =>
      anEventAt(second, 'UserPromptSubmit', { session_id: session, cwd, prompt: 'go' });
    const events = [at(0, 'a', '/dev/one'), at(1, 'b', '/dev/one/part'), at(2, 'c', '/dev/one-more'), at(3, 'a', '/')];
    store.append(events.map(toNewEvent));
    const idsOf = async (asked: object) =>
      (await overviewOf(store, { ...WHOLE, ...asked })).activity.sessions.map(({ id, events: own }) => [id, sum(own)]);

    expect(await idsOf({ project: '/dev/one' })).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(await idsOf({ sessionId: 'c' })).toEqual([['c', 1]]);
    expect(await idsOf({ project: '/dev/one', sessionId: 'c' })).toEqual([]);
  });

  test('names the eight busiest sessions, and adds the others up', async () => {
    const store = open();
    const events = Array.from({ length: 10 }, (_, session) =>
      Array.from({ length: session + 1 }, (__, index) =>
        anEventAt(session * 60 + index, 'FileChanged', { session_id: `s${session}` }),
      ),
    ).flat();
    store.append(events.map((event, at) => toNewEvent({ ...event, id: `e${at}` })));
    const { activity, totals } = await overviewOf(store, WHOLE);

    expect(activity.sessions.map(({ id }) => id)).toEqual(['s9', 's8', 's7', 's6', 's5', 's4', 's3', 's2']);
    expect([activity.rest.sessions, sum(activity.rest.events), totals.sessions]).toEqual([2, 3, 10]);
  });

  test.each([
    [
      'forgotten',
      (store: EventStore) => {
        store.eraser.erase([1, 2], 1000);
        store.eraser.settle(['one']);
      },
    ],
    ['pruned', (store: EventStore) => pruneUpTo(store, 2)],
  ])('knows nothing more of a session that was %s', async (_how, remove) => {
    const store = open();
    const call = { tool_name: 'Bash', tool_use_id: 'a' };
    store.append([
      toNewEvent(anEventAt(0, 'PreToolUse', call)),
      toNewEvent(anEventAt(9, 'PostToolUse', { ...call, duration_ms: 9000 })),
      toNewEvent(anEventAt(20, 'Stop', { session_id: 'two' })),
    ]);
    const before = await overviewOf(store, WHOLE);
    remove(store);
    while (store.sessions.mend());
    const after = await overviewOf(store, WHOLE);

    expect([before.totals.events, before.slowest.length]).toEqual([3, 1]);
    expect([after.totals.events, after.slowest.length, after.tools]).toEqual([1, 0, []]);
  });
});
