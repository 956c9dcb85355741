import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RawEvent } from '../../src/daemon/events/raw-event.ts';
import { createSpoolDrain, type SpoolDrain, type SpoolDrainOptions } from '../../src/daemon/events/spool-drain.ts';
import { toEnvelope } from '../../src/daemon/store/entry.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { lockOut } from '../helpers/lock-out.ts';
import { spool, spooledNames } from '../helpers/spooled.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { aRawEvent, createTestIntake, type TestIntake } from '../helpers/test-intake.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let store: EventStore;
let intake: TestIntake;
const drains: SpoolDrain[] = [];

beforeEach(() => {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop' });
  intake = createTestIntake(store);
});
afterEach(async () => {
  for (const drain of drains.splice(0)) await drain.close();
  store.close();
  home.remove();
});

function createDrain(options: Partial<SpoolDrainOptions> = {}): SpoolDrain {
  const drain = createSpoolDrain({
    paths: home.paths,
    intake,
    counters: intake.counters,
    privacy: intake.privacy,
    ...options,
  });
  drains.push(drain);
  return drain;
}

const spooled = () => spooledNames(home.paths);
const ids = () => store.last(1000).map((entry) => toEnvelope(entry).id);

test('F24: what hooks could not deliver is brought in, and the file goes', async () => {
  spool(home.paths, 'abcdefgh', { text: '{"hook_event_name":"PreToolUse","session_id":"one"}\n' });

  expect(await createDrain().drain()).toBe(1);
  expect(intake.published.map(toEnvelope)).toEqual([
    {
      type: 'hook.pre_tool',
      timestamp: '2023-11-14T22:13:20.000Z',
      id: 'abcdefgh',
      seq: 1,
      session_id: 'one',
      host: 'laptop',
      data: { hook_event_name: 'PreToolUse', session_id: 'one' },
    },
  ]);
  expect(spooled()).toEqual([]);
  expect(intake.counters.all()).toMatchObject({ accepted: 1, late: 1 });
});

test('F24: they come in the order of their time, then id, however the names lie in the folder', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 2000 }), fc.stringMatching(/^[a-z0-9]{8}$/)), {
        maxLength: 30,
        selector: ([, id]) => id,
      }),
      async (events) => {
        const before = store.lastSeq();
        for (const [sentAtMs, id] of events) spool(home.paths, `${before}-${id}`, { sentAtMs });
        await createDrain().drain();

        const inOrder = events
          .toSorted(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))
          .map(([, id]) => `${before}-${id}`);
        expect(store.after(before, { limit: 100 }).entries.map((entry) => toEnvelope(entry).id)).toEqual(inOrder);
      },
    ),
    { numRuns: 20 },
  );
});

test('F24: a twin of an event that came in live is dropped, its file too', async () => {
  await intake.accept(aRawEvent({ hook_event_name: 'Stop' }, { id: 'came-live' }));
  spool(home.paths, 'came-live');
  spool(home.paths, 'new-event');

  expect(await createDrain().drain()).toBe(2);
  expect(ids()).toEqual(['came-live', 'new-event']);
  expect(spooled()).toEqual([]);
});

test('F24: no file goes before its event is stored', async () => {
  const name = spool(home.paths, 'abcdefgh');
  const watching = {
    accept: async (raw: RawEvent) => {
      const outcome = await intake.accept(raw);
      expect(spooled()).toEqual([name]);
      return outcome;
    },
  };

  await createDrain({ intake: watching }).drain();
  expect(spooled()).toEqual([]);
});

test('F24: files that appear are brought in at once', async () => {
  const drain = createDrain();
  drain.watch();
  for (let index = 0; index < 3; index += 1) {
    await drain.drain(); // from here on only the watcher can tell
    spool(home.paths, `event-${index}-`);
    await until(() => store.lastSeq() === index + 1 && spooled().length === 0, { withinMs: 5000 });
  }

  expect(store.lastSeq()).toBe(3);
});

test('F24: a file that appears while it drains is brought in as well', async () => {
  const gate = Promise.withResolvers<void>();
  let asked = 0;
  const slow = {
    accept: async (raw: RawEvent) => {
      asked += 1;
      await gate.promise;
      return await intake.accept(raw);
    },
  };
  spool(home.paths, 'the-first');
  const seen: string[] = [];
  const witness = fs.watch(home.paths.spool, (_event, name) => seen.push(name ?? ''));
  createDrain({ intake: slow }).watch();
  await until(() => asked === 1);
  const second = spool(home.paths, 'the-second');
  await until(() => seen.includes(second));
  witness.close();
  gate.resolve();

  await until(() => store.lastSeq() === 2, { withinMs: 5000 });
});

test('large ones are taken a few at a time', async () => {
  const turns: number[] = [];
  const counting: EventStore = {
    ...store,
    append(events, counts) {
      turns.push(events.length);
      return store.append(events, counts);
    },
  };
  const text = JSON.stringify({ hook_event_name: 'Stop', text: 'x'.repeat(1_000_000) });
  for (let index = 0; index < 8; index += 1) spool(home.paths, `event-${index}-`, { text });
  await createDrain({ intake: createTestIntake(counting) }).drain();

  expect(store.lastSeq()).toBe(8);
  expect(Math.max(...turns)).toBeLessThanOrEqual(3);
});

test('a spool of thousands does not hold up the loop', async () => {
  for (let index = 0; index < 2000; index += 1)
    spool(home.paths, `event-${String(index).padStart(4, '0')}`, { sentAtMs: 1000 + index });
  let turnsOfOthers = 0;
  const ticking = setInterval(() => {
    turnsOfOthers += 1;
  }, 1);
  await createDrain().drain();
  clearInterval(ticking);

  expect(store.stats().events).toBe(2000);
  expect(ids().at(-1)).toBe('event-1999');
  expect(turnsOfOthers).toBeGreaterThan(10);
});

test('F37: while the store takes nothing the files stay, and go when it does again', async () => {
  const names = [spool(home.paths, 'abcdefg1'), spool(home.paths, 'abcdefg2')];
  const other = lockOut(home.paths.store);
  const drain = createDrain();

  expect(await drain.drain()).toBe(0);
  expect(spooled().sort()).toEqual(names);
  expect(intake.published).toHaveLength(2);
  other.close();
  store.close();
  store = openEventStore(home.paths.store, { host: 'laptop' });
  intake = createTestIntake(store);
  expect(await createDrain().drain()).toBe(2);
  expect(ids()).toEqual(['abcdefg1', 'abcdefg2']);
  expect(spooled()).toEqual([]);
});

test('an error leaves the files where they are, and is told', async () => {
  const name = spool(home.paths, 'abcdefgh');
  const told: unknown[] = [];
  const broken = { accept: async () => await Promise.reject(new TypeError('a bug')) };
  const drain = createDrain({ intake: broken, onError: (error) => told.push(error) });
  await expect(drain.drain()).rejects.toThrow('a bug');
  drain.watch();
  await until(() => told.length > 0);

  expect(spooled()).toEqual([name]);
});

test('it tells how much waits', () => {
  const names = [spool(home.paths, 'abcdefg1'), spool(home.paths, 'abcdefg2')];
  const bytes = names.reduce((sum, name) => sum + fs.statSync(path.join(home.paths.spool, name)).size, 0);

  expect(createDrain().depth()).toEqual({ files: 2, bytes });
});

test('a home without a spool has nothing to drain', async () => {
  fs.rmSync(home.paths.spool, { recursive: true });

  expect(await createDrain().drain()).toBe(0);
  expect(createDrain().depth()).toEqual({ files: 0, bytes: 0 });
});
