import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Forget } from '../../src/daemon/forget.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { leavesOf, mendAll, spoilPages } from '../helpers/damage.ts';
import { createForgetOf } from '../helpers/forget.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { filesWith } from '../helpers/traces.ts';

const GONE = 'session-that-goes';
const STAYS = 'session-that-stays';
const EVENTS = 600;

let home: TempHome;
let store: EventStore;
let forget: Forget;

beforeEach(() => begin());
afterEach(() => end());

/** Two sessions that write in turns. */
function begin(): void {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop' });
  forget = createForgetOf(store, home.paths);
  const sessionAt = (at: number) => (at % 2 === 0 ? GONE : STAYS);
  store.append(
    Array.from({ length: EVENTS }, (_, at) => {
      const data = { hook_event_name: 'Stop', session_id: sessionAt(at), text: 'x'.repeat(at) };
      return aNewEvent({ sessionId: sessionAt(at), body: JSON.stringify(data) });
    }),
  );
  mendAll(store);
}

function end(): void {
  store.close();
  home.remove();
}

/** Behind the open store's back; the next that is put in or taken out meets it. */
function damage(): void {
  const other = new DatabaseSync(home.paths.store, { timeout: 1000 });
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  spoilPages(home.paths.store, leavesOf(home.paths.store, 'events_by_type'), () => 0);
  other.exec('PRAGMA user_version = 1');
  other.close();
}

/** What is left when everybody has done what was still to do, but for events of neither. */
function left(): { gone: number; stays: number } {
  store.append([aNewEvent({ sessionId: 'another', body: '{"hook_event_name":"Stop"}' })]);
  mendAll(store);
  const count = (sessionId: string) => store.browse({ filter: { sessionId }, limit: 1000 }).seqs.length;
  return { gone: count(GONE), stays: count(STAYS) };
}

const forgetIt = () => forget.forget({ kind: 'session', session: GONE }, { setAsideToo: true });

describe('F37: of what was forgotten nothing comes back', () => {
  test('from a damaged store that is still being copied', async () => {
    damage();
    store.append([aNewEvent({ sessionId: 'another', body: '{"hook_event_name":"Stop"}' })]);
    expect(store.status().salvaging).toBe(true);

    const report = await forgetIt();
    expect(report).toMatchObject({ sessions: 1, events: EVENTS / 2, setAside: [{ removed: true }] });
    expect(left()).toEqual({ gone: 0, stays: EVENTS / 2 });
    expect(filesWith(GONE, home.paths.home)).toEqual([]);
  });

  test('from one that cannot be copied for a moment', async () => {
    damage();
    store.append([aNewEvent({ sessionId: 'another', body: '{"hook_event_name":"Stop"}' })]);
    const other = new DatabaseSync(home.paths.store);
    other.exec('BEGIN IMMEDIATE');
    const forgotten = forgetIt();
    for (let turns = 0; turns < 5; turns += 1) await nextTurn();
    other.close();
    store.append([aNewEvent({ sessionId: 'another', body: '{"hook_event_name":"Stop"}' })]);

    expect(await forgotten).toMatchObject({ sessions: 1, events: EVENTS / 2 });
    expect(left()).toEqual({ gone: 0, stays: EVENTS / 2 });
  });

  test('whenever the store turns out damaged meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 14 }), async (turns) => {
        end();
        begin();
        const forgotten = forgetIt();
        for (let turn = 0; turn < turns; turn += 1) await nextTurn();
        damage();
        const { sessions } = await forgotten;

        expect(sessions).toBe(1);
        expect(left()).toEqual({ gone: 0, stays: EVENTS / 2 });
        expect(filesWith(GONE, home.paths.home)).toEqual([]);
      }),
      { numRuns: 15, examples: Array.from({ length: 8 }, (_, turns): [number] => [turns]) },
    );
  });
});
