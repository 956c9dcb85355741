import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { everySession, toNewEvent } from '../helpers/killed.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { createStoreStage, type StoreStage } from '../helpers/store-stage.ts';
import { recordedStory } from '../helpers/stories.ts';

let stage: StoreStage;

beforeEach(() => {
  stage = createStoreStage();
});
afterEach(() => stage.remove());

function toldInOneGo(events: readonly SessionEvent[]): unknown {
  const store = stage.keep(createMemoryStore());
  store.append(events.map(toNewEvent));
  return everySession(store);
}

/** The rows as they are on disk, and how far they say they know the events. */
function onDisk(): { readonly folds: number; readonly toldSeq: number } {
  const database = new DatabaseSync(stage.home.paths.store, { readOnly: true });
  const folds = database.prepare('SELECT count(*) AS n FROM sessions WHERE fold IS NOT NULL').get()?.n;
  const told = database.prepare("SELECT value FROM meta WHERE key = 'told_up_to_seq'").get()?.value;
  database.close();
  return { folds: Number(folds), toldSeq: Number(told) };
}

const NAMES = capturedSequences().map(({ name }) => name);

test('after any kills the sessions are as if their events had been told in one go', () => {
  const step = fc.constantFrom('append', 'append', 'read', 'mend', 'kill');
  const run = fc.constantFrom(...NAMES).chain((name) => {
    const story = recordedStory(name);
    const shuffled = fc.shuffledSubarray([...story], { minLength: story.length });
    const arrived = fc.oneof(fc.constant([...story]), shuffled);
    return fc.record({ arrived, story: fc.constant(story), steps: fc.array(step, { minLength: 20, maxLength: 60 }) });
  });
  let round = 0;
  fc.assert(
    fc.property(run, ({ arrived, story, steps }) => {
      round += 1;
      let file = path.join(stage.home.root, `run-${round}.db`);
      let store = stage.open(file);
      const left = [...arrived];
      const act = {
        append: () => store.append(left.splice(0, 1 + (left.length % 5)).map(toNewEvent)),
        read: () => store.sessions.list({ limit: 1 }),
        mend: () => store.sessions.mend(),
        kill: () => {
          file = stage.killed(file);
          store = stage.open(file);
        },
      };
      for (const one of steps) act[one]();
      store.append(left.map(toNewEvent));
      expect(everySession(stage.open(stage.killed(file)))).toEqual(toldInOneGo(story));
      stage.closeAll();
    }),
    { numRuns: 60, interruptAfterTimeLimit: 10_000 }, // a crowded machine makes fewer
  );
});

test('rows are written after their events, and before anybody reads them', () => {
  const store = stage.open();
  const story = recordedStory('tui-basic');
  store.append(story.map(toNewEvent));
  expect(onDisk()).toEqual({ folds: 0, toldSeq: 0 });

  expect(store.sessions.list({ limit: 10 }).sessions).toHaveLength(2);
  expect(onDisk()).toEqual({ folds: 2, toldSeq: story.length });
});

test('rows are written without anybody reading them, by the upkeep that comes by and by', () => {
  const store = stage.open();
  const story = recordedStory('tui-basic');
  store.append(story.map(toNewEvent));
  store.sessions.mend();

  expect(onDisk()).toEqual({ folds: 2, toldSeq: story.length });
});

test('what cannot be written now can still be read, and is told later', () => {
  const store = stage.open();
  const story = recordedStory('tui-basic');
  store.append(story.slice(0, 6).map(toNewEvent));
  const before = store.sessions.list({ limit: 10 });
  store.append(story.slice(6).map(toNewEvent));
  const other = new DatabaseSync(stage.home.paths.store);
  other.exec('BEGIN IMMEDIATE');
  const meanwhile = store.sessions.list({ limit: 10 });
  other.exec('ROLLBACK');
  other.close();

  expect(meanwhile).toEqual(before);
  expect(everySession(store)).toEqual(toldInOneGo(story));
});

test('a transaction that was undone takes nothing with it of what was told before', () => {
  const store = stage.open();
  const story = recordedStory('tui-basic');
  store.append(story.slice(0, 6).map(toNewEvent));
  const other = new DatabaseSync(stage.home.paths.store);
  other.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'full'); END");
  expect(() => store.append(story.slice(6, 9).map(toNewEvent))).toThrow('full');
  other.exec('DROP TRIGGER full');
  other.close();
  store.append(story.slice(6).map(toNewEvent));

  expect(everySession(store)).toEqual(toldInOneGo(story));
});
