import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { envelopesIn } from '../helpers/damage.ts';
import { createForgetOf } from '../helpers/forget.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { filesWith } from '../helpers/traces.ts';

const GONE = 'session-that-goes';
const STAYS = 'session-that-stays';
const MARK = 'PLANTED-MARKER-4711';

let home: TempHome;
let store: EventStore;

beforeEach(() => begin());
afterEach(() => end());

function begin(): void {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop' });
}

function end(): void {
  store.close();
  home.remove();
}

/** Two sessions that write in turns, the one with the mark in every text. */
function fill(lengths: readonly number[]): void {
  for (const [at, length] of lengths.entries()) {
    const goes = at % 2 === 0;
    const text = `${goes ? MARK : 'harmless'}${'x'.repeat(length)}`;
    const sessionId = goes ? GONE : STAYS;
    const data = { hook_event_name: 'UserPromptSubmit', session_id: sessionId, prompt: text };
    store.append([aNewEvent({ type: 'hook.user_prompt', sessionId, body: JSON.stringify(data) })]);
    if (at % 50 === 0) store.sessions.mend();
  }
}

function isSound(): boolean {
  const judge = new DatabaseSync(home.paths.store, { readOnly: true });
  const { integrity_check: says } = judge.prepare('PRAGMA integrity_check').get() ?? {};
  judge.close();
  return says === 'ok';
}

const kept = () => envelopesIn(store.browse({ filter: { sessionId: STAYS }, limit: 1000 }));

/** SQLite leaves copies of rows where it has moved them from one page to another: so it was found once in two. */
test('nothing of what was forgotten is left in the file, however its rows lay in the pages', async () => {
  const length = fc.oneof(fc.nat(60), fc.nat(700), fc.nat(9000));
  await fc.assert(
    fc.asyncProperty(fc.array(length, { minLength: 100, maxLength: 700, size: 'max' }), async (lengths) => {
      end();
      begin();
      fill(lengths);
      const before = kept();
      const forgetting = createForgetOf(store, home.paths).forget(
        { kind: 'session', session: GONE },
        { setAsideToo: true },
      );
      store.append([aNewEvent({ sessionId: STAYS })]);
      await forgetting;

      expect(filesWith(MARK, home.paths.home)).toEqual([]);
      expect(filesWith(GONE, home.paths.home)).toEqual([]);
      expect(kept().slice(0, -1)).toEqual(before);
      expect(isSound()).toBe(true);
    }),
    { numRuns: 12 },
  );
});

test('what comes while pages are cleared is kept, and brings nothing back', async () => {
  fill(Array.from({ length: 600 }, (_, at) => (at * 37) % 3000));
  const forgetting = createForgetOf(store, home.paths).forget(
    { kind: 'session', session: GONE },
    { setAsideToo: true },
  );
  let isOver = false;
  void forgetting.finally(() => {
    isOver = true;
  });
  let came = 0;
  while (!isOver) {
    store.append([aNewEvent({ sessionId: STAYS })]);
    came += 1;
    await new Promise(setImmediate);
  }
  await forgetting;
  store.checkpoint();

  expect(store.stats().events).toBe(300 + came);
  expect(filesWith(MARK, home.paths.home)).toEqual([]);
  expect(isSound()).toBe(true);
});
