import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Broadcaster, createBroadcaster } from '../../src/daemon/events/broadcaster.ts';
import type { EventStore, NewEvent } from '../../src/daemon/store/event-store.ts';
import { createMatcher, type EventFilter } from '../../src/shared/event-filter.ts';
import { createHistory } from '../../src/shared/history.ts';
import { stage, TEST_LIMITS } from '../helpers/broadcast-stage.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTestSink, type TestSink, toTestFrame } from '../helpers/test-sink.ts';
import { until } from '../helpers/until.ts';

function flushedStage(remembered = 1000) {
  const { store, broadcaster, publish } = stage({ remembered, limits: TEST_LIMITS });
  return {
    store,
    broadcaster,
    publish(...events: Partial<NewEvent>[]) {
      publish(...events);
      broadcaster.flush();
    },
  };
}

const ordinary = { type: 'hook.pre_tool' };
const urgent = { type: 'hook.notification' };

test('F34: past the first mark a slow subscriber loses what is not urgent, and is told exactly what', async () => {
  const { broadcaster, publish } = flushedStage();
  const sink = createTestSink({ isSlow: true });
  broadcaster.subscribe(sink, { filter: {} });
  while (sink.bufferedBytes() <= TEST_LIMITS.thinBytes) publish(ordinary);
  const before = sink.seqs().length;
  publish(ordinary);
  publish(ordinary);
  publish(urgent);
  publish(ordinary);

  expect(sink.seqs()).toEqual([...Array.from({ length: before }, (_, index) => index + 1), before + 3]);
  expect(sink.gaps()).toEqual([{ from: before + 1, to: before + 2, count: 2 }]);
  expect(broadcaster.thinned()).toBe(3);

  sink.take();
  await until(() => sink.gaps().length === 2);
  expect(sink.gaps()[1]).toEqual({ from: before + 4, to: before + 4, count: 1 });
  publish(ordinary);
  expect(sink.seqs().at(-1)).toBe(before + 5);
});

test('F34: once it is too slow it has to drain before it gets everything again', () => {
  const { broadcaster, publish } = flushedStage();
  const sink = createTestSink({ isSlow: true });
  broadcaster.subscribe(sink, { filter: {} });
  while (broadcaster.thinned() === 0) publish(ordinary);
  const before = sink.seqs().length;
  sink.take(sink.bufferedBytes() - TEST_LIMITS.drainedBytes - 100);
  publish(ordinary);
  expect(sink.seqs()).toHaveLength(before);

  sink.take();
  publish(ordinary);
  expect(sink.seqs()).toHaveLength(before + 1);
  expect(sink.gaps()).toEqual([{ from: before + 1, to: before + 2, count: 2 }]);
});

test('F34: past the second mark it is let go with 4008, and the others notice nothing', () => {
  const { broadcaster, publish } = flushedStage();
  const [slow, quick] = [createTestSink({ isSlow: true }), createTestSink()];
  broadcaster.subscribe(slow, { filter: {} });
  broadcaster.subscribe(quick, { filter: {} });
  for (let index = 0; index < 40; index += 1) publish(urgent);

  expect(slow.evicted()).toEqual({ code: 4008, reason: 'too slow' });
  expect(slow.bufferedBytes()).toBeLessThan(TEST_LIMITS.evictBytes + 1000);
  expect(broadcaster.size()).toBe(1);
  expect(quick.seqs()).toHaveLength(40);
});

test('F34: one turn with very much in it does not slip past the marks', () => {
  const store = createMemoryStore();
  const broadcaster = createBroadcaster({ store, history: createHistory(), toFrame: toTestFrame, limits: TEST_LIMITS });
  const sink = createTestSink({ isSlow: true });
  broadcaster.subscribe(sink, { filter: {} });
  const body = JSON.stringify({ text: 'x'.repeat(100_000) });
  for (const one of store.append(Array.from({ length: 50 }, () => aNewEvent({ body })))) {
    if (one.status === 'accepted') broadcaster.publish(one.entry);
  }
  broadcaster.flush();

  expect(sink.evicted()).toBeDefined();
  expect(sink.bufferedBytes()).toBeLessThan(400_000);
});

/** What the outside may do to a broadcaster, in any order. */
type Step =
  | { readonly do: 'publish'; readonly types: readonly string[] }
  | {
      readonly do: 'subscribe';
      readonly filter: EventFilter;
      readonly afterSeq: number | undefined;
      readonly batch: boolean;
    }
  | { readonly do: 'take'; readonly who: number; readonly bytes: number }
  | { readonly do: 'wait' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      types: fc.array(fc.constantFrom('hook.pre_tool', 'hook.stop', 'custom.x'), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('subscribe' as const),
      filter: fc.constantFrom<EventFilter>({}, { types: ['hook.*'] }, { types: ['custom.x'] }),
      afterSeq: fc.option(fc.nat(12), { nil: undefined }),
      batch: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const), who: fc.nat(3), bytes: fc.nat(1500) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'wait' as const }) },
);

test('F34: in any order of things, what a subscriber received and what it was told it missed are exactly what it asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 30 }), async (steps, remembered) => {
      const { store, broadcaster, publish } = flushedStage(remembered);
      const present: { sink: TestSink; filter: EventFilter; fromSeq: number }[] = [];
      for (const one of steps) {
        if (one.do === 'publish') publish(...one.types.map((type) => ({ type })));
        if (one.do === 'take') present[one.who]?.sink.take(one.bytes);
        if (one.do === 'wait') await new Promise(setImmediate);
        if (one.do === 'subscribe') present.push(join(broadcaster, store, one));
      }
      for (const { sink, filter, fromSeq } of present) {
        await until(() => isSettled(sink, broadcaster, store, filter, fromSeq), { everyMs: 5 });
        judge(sink, filter, fromSeq, store);
      }
      broadcaster.close();
    }),
    { numRuns: 60 },
  );
});

function join(
  broadcaster: Broadcaster,
  store: EventStore,
  { filter, afterSeq, batch }: Extract<Step, { do: 'subscribe' }>,
) {
  const sink = createTestSink({ isSlow: true });
  const fromSeq = Math.min(afterSeq ?? store.lastSeq(), store.lastSeq());
  broadcaster.subscribe(sink, { filter, afterSeq, batch });
  return { sink, filter, fromSeq };
}

/** Reads on until nothing more can come. */
function isSettled(
  sink: TestSink,
  broadcaster: Broadcaster,
  store: EventStore,
  filter: EventFilter,
  fromSeq: number,
): boolean {
  sink.take();
  broadcaster.flush();
  const lastAsked = asked(store, filter, fromSeq).at(-1) ?? 0;
  return sink.evicted() !== undefined || Math.max(0, ...sink.seqs(), ...sink.gaps().map(({ to }) => to)) >= lastAsked;
}

function asked(store: EventStore, filter: EventFilter, fromSeq: number): number[] {
  const matches = createMatcher(filter);
  return store
    .last(10_000)
    .filter((entry) => entry.seq > fromSeq && matches(entry))
    .map(({ seq }) => seq);
}

function judge(sink: TestSink, filter: EventFilter, fromSeq: number, store: EventStore): void {
  const wanted = asked(store, filter, fromSeq);
  const told = sink.gaps().flatMap(({ from, to, count }) => {
    const inside = wanted.filter((seq) => seq >= from && seq <= to);
    expect(inside).toHaveLength(count);
    return inside;
  });
  const all = [...sink.seqs(), ...told].sort((a, b) => a - b);
  expect(sink.seqs()).toEqual(sink.seqs().toSorted((a, b) => a - b));
  // who was let go knows all up to there, and resumes behind it
  expect(all).toEqual(sink.evicted() === undefined ? wanted : wanted.slice(0, all.length));
  for (const seq of told) expect(store.after(seq - 1, { limit: 1 }).entries[0]?.type).not.toBe('hook.stop');
}
