import * as fs from 'node:fs';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventStore, type EventStoreOptions, openEventStore } from '../../src/daemon/store/event-store.ts';
import { createMatcher, type EventFilter } from '../../src/shared/event-filter.ts';
import { lockOut } from '../helpers/lock-out.ts';
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

const seqs = (entries: readonly { readonly seq: number }[]) => entries.map(({ seq }) => seq);

describe('asked with any filter, the store answers as a plain list would', () => {
  const TYPES = ['hook.pre_tool', 'hook.post_tool', 'hook.stop', 'custom.[a]', 'custom.a?'];
  const event = fc.record({
    type: fc.constantFrom(...TYPES),
    sessionId: fc.constantFrom('one', 'two', undefined),
    atMs: fc.integer({ min: 1000, max: 1050 }),
  });
  const filter: fc.Arbitrary<EventFilter> = fc.record(
    {
      sessionId: fc.constantFrom('one', 'none'),
      types: fc.array(fc.constantFrom('hook.*', '*', '*_tool', 'hook.stop', 'custom.[a]', 'custom.a?', 'x'), {
        maxLength: 3,
      }),
    },
    { requiredKeys: [] },
  );

  test.each(['in its file', 'held in memory'])('%s', async (where) => {
    await fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), filter, fc.nat(12), fc.nat(35), (events, wanted, limit, seq) => {
        fs.rmSync(file, { force: true });
        const store = openEventStore(file, { host: 'laptop' });
        const inFile = where === 'in its file' ? events.length : Math.floor(events.length / 2);
        const appended = store.append(events.slice(0, inFile).map((one) => aNewEvent(one)));
        const lock = inFile < events.length ? lockOut(file) : undefined;
        appended.push(...store.append(events.slice(inFile).map((one) => aNewEvent(one))));
        const all = appended
          .flatMap((one) => (one.status === 'accepted' ? [one.entry] : []))
          .filter(createMatcher(wanted));

        expect(store.last(limit, wanted)).toEqual(limit === 0 ? [] : all.slice(-limit));
        expect(store.seqOfLast(limit, wanted)).toBe(limit === 0 ? undefined : all.slice(-limit)[0]?.seq);
        expect(readOn(store, seq, limit + 1, wanted)).toEqual(all.filter((entry) => entry.seq > seq));
        if (lock === undefined) {
          const since = all.filter((entry) => (events[entry.seq - 1]?.atMs ?? 0) >= 1020);
          expect(store.seqSince(1020, wanted)).toBe(since[0]?.seq);
        }
        lock?.close();
        store.close();
      }),
      { numRuns: where === 'in its file' ? 60 : 15 },
    );
  });

  function readOn(store: EventStore, fromSeq: number, limit: number, wanted: EventFilter) {
    const entries = [];
    for (let seq = fromSeq; ; ) {
      const page = store.after(seq, { limit, maxChars: 500, filter: wanted });
      expect(page.entries.length).toBeLessThanOrEqual(limit);
      entries.push(...page.entries);
      if (page.reachedSeq >= store.lastSeq()) return entries;
      expect(page.reachedSeq).toBeGreaterThan(seq);
      seq = page.reachedSeq;
    }
  }
});

test('a rare type far back is found, though a page looks only so far', () => {
  const store = open();
  store.append([aNewEvent({ type: 'custom.rare' })]);
  for (let batch = 0; batch < 12; batch += 1) store.append(Array.from({ length: 1000 }, () => aNewEvent()));

  expect(seqs(store.last(5, { types: ['custom.*'] }))).toEqual([1]);
  expect(store.seqOfLast(5, { types: ['custom.*'] })).toBe(1);
  const page = store.after(1, { limit: 10, filter: { types: ['custom.*'] } });
  expect(page).toEqual({ entries: [], reachedSeq: 5001 });
});

test('what happened since a time begins with the first of it to arrive, however many that came later happened before it', () => {
  const store = open();
  const at = (atMs: number) => aNewEvent({ atMs });
  store.append([at(1000), at(3000), ...Array.from({ length: 1500 }, () => at(2000))]);

  expect(store.seqSince(2000)).toBe(2);
});

test('where that is rare, all of it comes behind the place that is told', () => {
  const store = open();
  for (let batch = 0; batch < 12; batch += 1) store.append(Array.from({ length: 1000 }, () => aNewEvent()));
  store.append([aNewEvent({ type: 'custom.rare' })]);

  const place = store.seqSince(0, { types: ['custom.*'] });
  expect(place).toBeGreaterThan(1);
  expect(place).toBeLessThanOrEqual(12_001);
  expect(store.seqSince(Number.MAX_SAFE_INTEGER)).toBeUndefined();
});
