import { expect, test } from 'vitest';
import { createBroadcaster } from '../../src/daemon/events/broadcaster.ts';
import type { NewEvent } from '../../src/daemon/store/event-store.ts';
import { createHistory } from '../../src/shared/history.ts';
import { stage, TEST_LIMITS } from '../helpers/broadcast-stage.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTestSink, toTestFrame } from '../helpers/test-sink.ts';
import { until } from '../helpers/until.ts';

const some = (count: number, more: Partial<NewEvent> = {}) => Array.from({ length: count }, () => more);

test('F30: a late viewer gets the last so many of what it asked for, out of the store where memory is too short', () => {
  const { broadcaster, publish } = stage({ remembered: 3 });
  publish({ sessionId: 'two' }, ...some(5), { sessionId: 'two' });
  const [short, long, rare] = [createTestSink(), createTestSink(), createTestSink()];
  broadcaster.subscribe(short, { filter: {}, last: 2 });
  broadcaster.subscribe(long, { filter: {}, last: 6 });
  broadcaster.subscribe(rare, { filter: { sessionId: 'two' }, last: 2 });

  expect([short.seqs(), long.seqs(), rare.seqs()]).toEqual([
    [6, 7],
    [2, 3, 4, 5, 6, 7],
    [1, 7],
  ]);
});

test('history and live join without gap or repeat, also when something waits to be sent at that moment', () => {
  const { broadcaster, publish } = stage();
  const early = createTestSink();
  broadcaster.subscribe(early, { filter: {} });
  publish(...some(3));
  const late = createTestSink();
  broadcaster.subscribe(late, { filter: {}, afterSeq: 1 });
  publish({});
  broadcaster.flush();

  expect(early.seqs()).toEqual([1, 2, 3, 4]);
  expect(late.seqs()).toEqual([2, 3, 4]);
});

test('a subscriber that resumes far behind gets it all in pages, and then what is live', async () => {
  const { broadcaster, publish } = stage({ remembered: 10 });
  for (let batch = 0; batch < 6; batch += 1) publish(...some(1000));
  const sink = createTestSink();
  broadcaster.subscribe(sink, { filter: {}, afterSeq: 500 });
  publish({});
  await until(() => sink.seqs().at(-1) === 6001);
  publish({});
  broadcaster.flush();

  expect(sink.seqs()).toEqual(Array.from({ length: 5502 }, (_, index) => 501 + index));
  expect(sink.gaps()).toEqual([]);
});

test('who resumes is not sent more of the past than it takes', async () => {
  const { broadcaster, publish } = stage({ remembered: 10, limits: TEST_LIMITS });
  for (let batch = 0; batch < 3; batch += 1) publish(...some(1000));
  const sink = createTestSink({ isSlow: true });
  broadcaster.subscribe(sink, { filter: {}, afterSeq: 0 });
  const firstPage = sink.seqs().length;
  publish(...some(1000));
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);

  expect(firstPage).toBeLessThan(3000);
  expect(sink.seqs()).toHaveLength(firstPage);
  await until(() => {
    sink.take();
    return sink.seqs().length === 4000;
  });
  expect(sink.gaps()).toEqual([]);
});

test('what is not held any more is told as a gap, counted only where it can be', () => {
  const { store, publish } = stage();
  publish(...some(4));
  const forgetful = { ...store, oldestSeq: () => 3 };
  const history = createHistory({ entries: store.last(2) });
  const broadcaster = createBroadcaster({ store: forgetful, history, toFrame: toTestFrame });
  const [all, part] = [createTestSink(), createTestSink()];
  broadcaster.subscribe(all, { filter: {}, afterSeq: 0 });
  broadcaster.subscribe(part, { filter: { sessionId: 'one' }, afterSeq: 1 });

  expect(all.messages()).toMatchObject([{ type: 'system.gap', from: 1, to: 2, count: 2 }, { seq: 3 }, { seq: 4 }]);
  expect(part.messages()).toMatchObject([{ type: 'system.gap', from: 2, to: 2, count: null }, { seq: 3 }, { seq: 4 }]);
});

test('what was forgotten is not told as a gap, be it the oldest or all there was', () => {
  const { store, broadcaster, publish } = stage({ remembered: 1 });
  publish(...some(4));
  const [later, last] = [createTestSink(), createTestSink()];
  store.eraser.erase([1, 2], 1000);
  store.retained.prune({ why: 'size', afterSeq: 0, upToSeq: 2, rows: 10 });
  broadcaster.subscribe(later, { filter: {}, afterSeq: 0 });
  store.eraser.erase([3, 4], 1000);
  broadcaster.subscribe(last, { filter: {}, afterSeq: 0 });

  expect(later.messages()).toMatchObject([{ seq: 3 }, { seq: 4 }]);
  expect(last.gaps()).toEqual([]);
});

test('what was imported is not among what a gap counts, and by itself no gap', () => {
  const { store, broadcaster, publish } = stage({ remembered: 1 });
  const imported = () => store.append([aNewEvent({ origin: { via: 'import' } })]);
  imported();
  store.retained.prune({ why: 'size', afterSeq: 0, upToSeq: 1, rows: 10 });
  const first = createTestSink();
  broadcaster.subscribe(first, { filter: {}, afterSeq: 0 });
  publish({});
  imported();
  publish({}, {});
  store.retained.prune({ why: 'size', afterSeq: 0, upToSeq: 4, rows: 10 });
  const second = createTestSink();
  broadcaster.subscribe(second, { filter: {}, afterSeq: 0 });

  expect(first.gaps()).toEqual([]);
  expect(second.messages()).toMatchObject([{ type: 'system.gap', from: 1, to: 4, count: 2 }, { seq: 5 }]);
});

test('F31: what a pinned session keeps is read on, though all around it is gone', () => {
  const { store, broadcaster, publish } = stage({ remembered: 1 });
  publish({ sessionId: 'kept' }, ...some(3), { sessionId: 'kept' }, {});
  store.sessions.label('kept', { pinned: true });
  store.retained.prune({ why: 'size', afterSeq: 0, upToSeq: 5, rows: 10 });
  const [all, kept] = [createTestSink(), createTestSink()];
  broadcaster.subscribe(all, { filter: {}, afterSeq: 2 });
  broadcaster.subscribe(kept, { filter: { sessionId: 'kept' }, last: 2 });

  expect(all.messages()).toMatchObject([{ type: 'system.gap', from: 3, to: 5, count: 3 }, { seq: 6 }]);
  expect(kept.messages()).toMatchObject([{ seq: 1 }, { seq: 5 }]);
});

test('a seq from the future belongs to another store: what is sent is what comes from now on', () => {
  const { broadcaster, publish } = stage();
  publish(...some(2));
  const sink = createTestSink();
  broadcaster.subscribe(sink, { filter: {}, afterSeq: 99 });
  publish({});
  broadcaster.flush();

  expect(sink.seqs()).toEqual([3]);
});

test('a client that asks for something else goes on where it was', () => {
  const { broadcaster, publish } = stage();
  const subscription = broadcaster.subscribe(createTestSink(), { filter: { sessionId: 'quiet' } });
  publish(...some(5));
  broadcaster.flush();
  publish({ sessionId: 'quiet' }, {});
  const seq = subscription.seq();
  subscription.close();
  const sink = createTestSink();
  broadcaster.subscribe(sink, { filter: {}, afterSeq: seq });

  expect(sink.seqs()).toEqual([6, 7]);
});
