import { expect, test } from 'vitest';
import { createCounters } from '../../src/daemon/events/counters.ts';
import { createHookLatency } from '../../src/daemon/events/hook-latency.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { aNewEvent } from '../helpers/new-event.ts';

test('F33: a count is seen at once and reaches the store with the next transaction', () => {
  const store = createMemoryStore();
  const counters = createCounters(store);
  counters.count('dropped', 3);
  counters.count('rejected');

  expect(counters.all()).toEqual({
    accepted: 0,
    duplicates: 0,
    late: 0,
    rejected: 1,
    refused: 0,
    dropped: 3,
    redacted: 0,
    forgotten: 0,
    pruned: 0,
  });
  expect(store.counters()).toEqual({ accepted: 0 });
  store.append([aNewEvent()], counters.take());
  expect(store.counters()).toEqual({ accepted: 1, rejected: 1, dropped: 3 });
  expect(counters.all()).toEqual({
    accepted: 1,
    duplicates: 0,
    late: 0,
    rejected: 1,
    refused: 0,
    dropped: 3,
    redacted: 0,
    forgotten: 0,
    pruned: 0,
  });
});

test('F33: what no event takes along is written when asked', () => {
  const store = createMemoryStore();
  const counters = createCounters(store);
  counters.count('late');
  counters.flush();
  counters.flush();

  expect(store.counters()).toEqual({ accepted: 0, late: 1 });
});

test('the latency of hooks is that of the latest thousand', () => {
  const latency = createHookLatency();
  expect(latency.summary()).toEqual({ p50Ms: undefined, p95Ms: undefined, count: 0 });
  for (let index = 0; index < 500; index += 1) latency.record(9999);
  for (let ms = 1; ms <= 1000; ms += 1) latency.record(ms);

  expect(latency.summary()).toEqual({ p50Ms: 500, p95Ms: 950, count: 1500 });
});
