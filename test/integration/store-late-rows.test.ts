import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachFound } from '../../src/daemon/store/each-found.ts';
import type { EventStore, NewEvent } from '../../src/daemon/store/event-store.ts';
import type { ForgetWish } from '../../src/daemon/store/forget-wish.ts';
import { createLedger, type Ledger } from '../../src/daemon/store/ledger.ts';
import { openDatabase } from '../../src/daemon/store/open-database.ts';
import { everySession, toNewEvent } from '../helpers/killed.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { pruneUpTo } from '../helpers/pruning.ts';
import { createStoreStage, type StoreStage } from '../helpers/store-stage.ts';
import { recordedStory } from '../helpers/stories.ts';

let stage: StoreStage;

beforeEach(() => {
  stage = createStoreStage();
});
afterEach(() => stage.remove());

/** Runs that went on at the same time, each event when it came. */
const EVENTS = ['tui-basic', 'tui-deny', 'print-fail', 'print-twoagents']
  .flatMap((name) => recordedStory(name).map((event) => ({ ...event, id: `${event.id}-${name}` })))
  .sort((one, other) => one.atMs - other.atMs || (one.id < other.id ? -1 : 1))
  .map(toNewEvent);
const SESSIONS = [...new Set(EVENTS.map(({ sessionId = '' }) => sessionId))];
const FIRST_MS = EVENTS[0]?.atMs ?? 0;
const LAST_MS = EVENTS.at(-1)?.atMs ?? 0;

/** As who forgets does it; `between` what is taken out and what is told of it. */
function forget(
  store: EventStore,
  wish: ForgetWish & { readonly kind: 'session' | 'before' },
  between: () => EventStore,
) {
  while (store.sessions.mend());
  const sessions = store.eraser.sessionsOf(wish).map(({ id }) => id);
  for (const { seqs } of eachFound(store.eraser, [wish], store.lastSeq())) {
    for (let left = seqs; left.length > 0; ) left = left.slice(store.eraser.erase(left, 1000));
  }
  between().eraser.settle(sessions);
}

describe('what is taken away while rows are not written yet', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ does: fc.constant('append' as const), many: fc.integer({ min: 1, max: 9 }) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('prune' as const), left: fc.integer({ min: 0, max: 30 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('forget' as const),
        wish: fc.oneof(
          fc.record({ kind: fc.constant('session' as const), session: fc.constantFrom(...SESSIONS) }),
          fc.record({ kind: fc.constant('before' as const), beforeMs: fc.integer({ min: FIRST_MS, max: LAST_MS }) }),
        ),
        isKilled: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('mend' as const, 'kill' as const) }) },
  );

  test('leaves the sessions as if they had been written with every event, whatever is killed in between', () => {
    let round = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        round += 1;
        const run = (name: string, isAtOnce: boolean): unknown => {
          let file = path.join(stage.home.root, `${name}-${round}.db`);
          let store = stage.open(file);
          const left = [...EVENTS];
          const kill = () => {
            if (isAtOnce) return store;
            file = stage.killed(file);
            store = stage.open(file);
            return store;
          };
          for (const one of steps) {
            if (one.does === 'append') store.append(left.splice(0, one.many));
            else if (one.does === 'prune') pruneUpTo(store, store.lastSeq() - one.left, 7);
            else if (one.does === 'forget') forget(store, one.wish, one.isKilled ? kill : () => store);
            else if (one.does === 'mend') while (store.sessions.mend());
            else kill();
            if (isAtOnce) store.sessions.list({ limit: 1 });
          }
          store.append(left);
          return { sessions: everySession(kill()), stats: { ...store.stats(), bytes: 0 }, counters: store.counters() };
        };
        expect(run('late', false)).toEqual(run('at-once', true));
        stage.closeAll();
      }),
      { numRuns: 60 },
    );
  });

  test('a call whose events were pruned does not come back with the next ones', () => {
    const store = stage.open();
    const bash = (at: number, type: string, more: object = {}): NewEvent => {
      const data = { session_id: 'one', cwd: '/home/dev/project', tool_name: 'Bash', tool_use_id: 'call-1', ...more };
      const id = `event-no-${at}`;
      return {
        id,
        type,
        atMs: FIRST_MS + at,
        sessionId: 'one',
        toolUseId: 'call-1',
        body: JSON.stringify(data),
        origin: {},
      };
    };
    const other = { tool_use_id: 'call-2' };
    store.append([bash(1, 'hook.pre_tool'), bash(2, 'hook.post_tool'), bash(3, 'hook.pre_tool', other)]);
    pruneUpTo(store, 2);
    store.append([bash(4, 'hook.post_tool', other)]);

    expect(store.sessions.spans('one').map(({ tool_use_id }) => tool_use_id)).toEqual(['call-2']);
  });
});

/** How far the rows say they know the events, and where a session belongs, as whoever reads beside the daemon sees it. */
function onDisk(): { readonly toldSeq: number; readonly projects: unknown[] } {
  const database = new DatabaseSync(stage.home.paths.store, { readOnly: true });
  const told = database.prepare("SELECT value FROM meta WHERE key = 'told_up_to_seq'").get()?.value;
  const projects = database.prepare('SELECT project FROM sessions ORDER BY id').all();
  database.close();
  return { toldSeq: Number(told), projects: projects.map(({ project }) => project) };
}

test('where a session belongs is on disk with the event that tells it, before the rest of its row', () => {
  const store = stage.open();
  store.append(EVENTS.slice(0, 20));

  expect(onDisk()).toEqual({ toldSeq: 0, projects: Array.from({ length: 4 }, () => '/home/dev/project') });
});

test('when the newest events are forgotten, those that come after them are told', () => {
  const store = stage.open();
  const [first = '', second = ''] = SESSIONS;
  store.append(EVENTS.filter(({ sessionId }) => sessionId === first));
  forget(store, { kind: 'session', session: first }, () => store);
  store.append(EVENTS.filter(({ sessionId }) => sessionId === second));
  const killed = stage.killed();

  const alone = stage.keep(createMemoryStore());
  alone.append(EVENTS.filter(({ sessionId }) => sessionId === second));
  expect(everySession(stage.open(killed))).toEqual(everySession(alone));
});

test('an event that was not told yet, and cannot be read any more, is lost with no other', () => {
  stage.open().append(EVENTS);
  const killed = stage.killed();
  const database = new DatabaseSync(killed);
  database.prepare(`UPDATE events SET body = '{"session_id":' || x'00' || '}' WHERE seq = 7`).run();
  database.close();
  const store = stage.open(killed);
  while (store.sessions.mend());

  expect(everySession(store)).toHaveLength(SESSIONS.length);
  expect(store.status()).toMatchObject({ durable: true, salvaged: EVENTS.length - 1, lost: 1 });
});

describe('what is salvaged of sessions that go on', () => {
  const AHEAD = 30;
  const rows = EVENTS.map((event, at) => {
    const { sessionId = null, toolUseId = null, origin, ...more } = event;
    const stored = { ...more, sessionId, toolUseId, host: 'laptop', cut: false, origin: JSON.stringify(origin) };
    return { ...stored, seq: at + 1 };
  });

  function openAnew(file: string): Ledger {
    const salvage = { file: 'damaged.db', toSeq: AHEAD, salvaged: 0, twins: 0 };
    return stage.keep(createLedger(openDatabase(file), { startAfterSeq: AHEAD, salvage }));
  }

  function everythingIn({ sessions }: Ledger): unknown {
    while (sessions.mend());
    const found = sessions.list({ limit: 100 }).sessions;
    return found.map(({ id }) => [sessions.detail(id), sessions.spans(id)]);
  }

  test('is told with what has come meanwhile, whatever is killed in between', () => {
    const whole = stage.keep(createLedger(openDatabase(path.join(stage.home.root, 'whole.db'))));
    whole.write(rows, {});
    const wanted = everythingIn(whole);
    const steps = fc.array(fc.constantFrom('append', 'restore', 'read', 'mend', 'kill'), {
      minLength: 5,
      maxLength: 40,
    });
    let round = 0;
    fc.assert(
      fc.property(steps, (does) => {
        round += 1;
        let file = path.join(stage.home.root, `anew-${round}.db`);
        let ledger = openAnew(file);
        const [old, fresh] = [rows.slice(0, AHEAD).reverse(), rows.slice(AHEAD)];
        const restore = (many: number) => {
          const piece = old.splice(0, many);
          ledger.restore(piece, () => ({
            file: 'damaged.db',
            toSeq: old.length,
            salvaged: AHEAD - old.length,
            twins: 0,
          }));
        };
        const act = {
          append: () => ledger.write(fresh.splice(0, 4), {}),
          restore: () => restore(5),
          read: () => ledger.sessions.list({ limit: 1 }),
          mend: () => ledger.sessions.mend(),
          kill: () => {
            file = stage.killed(file);
            ledger = openAnew(file);
          },
        };
        for (const one of does) act[one]();
        restore(AHEAD);
        ledger.write(fresh, {});
        act.kill();
        expect(everythingIn(ledger)).toEqual(wanted);
        stage.closeAll();
      }),
      { numRuns: 60 },
    );
  });
});
