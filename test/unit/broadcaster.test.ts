import { expect, test } from 'vitest';
import { createBroadcaster } from '../../src/daemon/events/broadcaster.ts';
import { toEntry } from '../../src/daemon/store/entry.ts';
import { createHistory } from '../../src/shared/history.ts';
import { stage } from '../helpers/broadcast-stage.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTestSink, toTestFrame } from '../helpers/test-sink.ts';
import { until } from '../helpers/until.ts';

const EVERYTHING = { filter: {} };

test('who asks for nothing special gets everything from now on, as it was stored', () => {
  const { broadcaster, publish } = stage();
  publish({});
  const sink = createTestSink();
  broadcaster.subscribe(sink, EVERYTHING);
  const [entry] = publish({ type: 'custom.x' });
  broadcaster.flush();

  expect(sink.messages()).toEqual([JSON.parse(entry?.json ?? '')]);
});

test('events of one turn of the loop are one write, and nobody has to flush', async () => {
  const { broadcaster, publish } = stage();
  const sink = createTestSink();
  broadcaster.subscribe(sink, EVERYTHING);
  publish({}, {});
  publish({});

  expect(sink.writes()).toBe(0);
  await until(() => sink.writes() > 0);
  expect(sink.seqs()).toEqual([1, 2, 3]);
  expect(sink.writes()).toBe(1);
});

test('a frame is built once, whoever and however many it goes to', () => {
  let built = 0;
  const store = createMemoryStore();
  const toFrame = (text: string) => {
    built += 1;
    return toTestFrame(text);
  };
  const broadcaster = createBroadcaster({ store, history: createHistory(), toFrame });
  const sinks = Array.from({ length: 20 }, () => createTestSink());
  for (const [index, sink] of sinks.entries()) {
    broadcaster.subscribe(sink, { filter: index % 2 === 0 ? {} : { sessionId: 'one' } });
  }
  for (const one of store.append([aNewEvent(), aNewEvent()])) {
    if (one.status === 'accepted') broadcaster.publish(one.entry);
  }
  broadcaster.flush();

  for (const sink of sinks) expect(sink.seqs()).toEqual([1, 2]);
  expect(built).toBe(2);
});

test('F34: a page of the past is not kept for others: nobody else may ever ask for it', () => {
  let built = 0;
  const store = createMemoryStore();
  const history = createHistory();
  for (const one of store.append([aNewEvent(), aNewEvent()])) if (one.status === 'accepted') history.append(one.entry);
  const toFrame = (text: string) => {
    built += 1;
    return toTestFrame(text);
  };
  const broadcaster = createBroadcaster({ store, history, toFrame });
  broadcaster.subscribe(createTestSink(), { filter: {}, afterSeq: 0 });
  broadcaster.subscribe(createTestSink(), { filter: {}, afterSeq: 0 });

  expect(built).toBe(4);
});

test('each gets what it asked for: a session, types, both', () => {
  const { broadcaster, publish } = stage();
  const filters = [{ sessionId: 'two' }, { types: ['*_tool', 'custom.x'] }, { sessionId: 'two', types: ['hook.*'] }];
  const sinks = filters.map((filter) => {
    const sink = createTestSink();
    broadcaster.subscribe(sink, { filter });
    return sink;
  });
  publish({}, { sessionId: 'two', type: 'custom.x' }, { sessionId: 'two' }, { type: 'hook.stop' });
  broadcaster.flush();

  expect(sinks.map((sink) => sink.seqs())).toEqual([[2, 3], [1, 2, 3], [3]]);
});

test('with batch an array comes, at most one frame in 50 ms', async () => {
  const { broadcaster, publish } = stage();
  const sink = createTestSink();
  broadcaster.subscribe(sink, { filter: {}, batch: true });
  const startedMs = performance.now();
  await until(
    () => {
      publish({});
      return performance.now() - startedMs > 300;
    },
    { everyMs: 1 },
  );
  const frames = sink.messages().length;

  expect(frames).toBeGreaterThan(1);
  expect(frames).toBeLessThanOrEqual(1 + (performance.now() - startedMs) / 50);
  expect(sink.messages().every(Array.isArray)).toBe(true);
  broadcaster.flush();
  expect(sink.seqs()).toEqual(sink.seqs().map((_, index) => index + 1));
});

test('a batch does not reach back before the subscription', () => {
  const { broadcaster, publish } = stage();
  const [early, late] = [createTestSink(), createTestSink()];
  broadcaster.subscribe(early, { filter: {}, batch: true });
  publish({});
  broadcaster.subscribe(late, { filter: {}, batch: true });
  publish({});
  broadcaster.flush();

  expect(early.seqs()).toEqual([1, 2]);
  expect(late.seqs()).toEqual([2]);
});

test('a probe is shown to who asks for it by name, and to nobody else', () => {
  const { broadcaster } = stage();
  const probe = toEntry({
    seq: 0,
    id: 'probe-id',
    type: 'system.probe',
    atMs: 0,
    sessionId: 'doctor',
    host: 'laptop',
    body: '{}',
    cut: false,
  });
  const filters = [{}, { types: ['*'] }, { types: ['system.probe'] }, { types: ['system.probe'], sessionId: 'other' }];
  const sinks = filters.map((filter) => {
    const sink = createTestSink();
    broadcaster.subscribe(sink, { filter });
    return sink;
  });
  broadcaster.show(probe);

  expect(sinks.map((sink) => sink.messages().length)).toEqual([0, 0, 1, 0]);
});

test('it knows who is there', () => {
  const { broadcaster } = stage();
  const subscriptions = [{}, {}, { sessionId: 'one' }, { sessionId: 'constructor' }].map((filter) =>
    broadcaster.subscribe(createTestSink(), { filter }),
  );
  expect([broadcaster.size(), broadcaster.sessions()]).toEqual([4, { global: 2, one: 1, constructor: 1 }]);

  for (const subscription of [...subscriptions, ...subscriptions]) subscription.close();
  expect([broadcaster.size(), broadcaster.sessions()]).toEqual([0, {}]);
});
