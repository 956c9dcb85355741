import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BrowsedPage } from '../../src/daemon/store/event-browser.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { envelopesIn } from '../helpers/damage.ts';
import { lockOut } from '../helpers/lock-out.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;
let store: EventStore;
let lock: { close(): void };

const NOON_MS = Date.parse('2026-11-22T12:00:00.000Z');

/** Three events in the file, three that wait in memory. */
beforeEach(() => {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop', retryMs: 60_000 });
  append(0, 3);
  lock = lockOut(home.paths.store);
  append(3, 6);
});
afterEach(() => {
  lock.close();
  store.close();
  home.remove();
});

function append(from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const tool = at % 2 === 0 ? 'Bash' : 'Read';
    const body = JSON.stringify({ hook_event_name: 'PreToolUse', session_id: 'one', tool_name: tool });
    const from = at === 4 ? { host: 'elsewhere', origin: { via: 'import' } } : {};
    store.append([aNewEvent({ id: `event-${at}`, atMs: NOON_MS + at, body, ...from })]);
  }
}

const seqsIn = (page: BrowsedPage) => envelopesIn(page).map(({ seq }) => seq);

describe('F37: events that wait in memory', () => {
  test.each<[string, object, number[], object]>([
    ['the newest', { limit: 2 }, [5, 6], { firstSeq: 5, lastSeq: 6, hasMore: true }],
    ['the newest, over the edge', { limit: 5 }, [2, 3, 4, 5, 6], { firstSeq: 2, lastSeq: 6, hasMore: true }],
    ['all, backwards', { limit: 10 }, [1, 2, 3, 4, 5, 6], { lastSeq: 6, hasMore: false }],
    ['those before one of them', { beforeSeq: 5, limit: 2 }, [3, 4], { firstSeq: 3, lastSeq: 4, hasMore: true }],
    ['those before the first of them', { beforeSeq: 4, limit: 2 }, [2, 3], { firstSeq: 2, lastSeq: 3 }],
    ['those behind one of the file', { afterSeq: 2, limit: 2 }, [3, 4], { lastSeq: 4, hasMore: true }],
    ['those behind one of them', { afterSeq: 4, limit: 10 }, [5, 6], { lastSeq: 6, hasMore: false }],
    ['as many as the file has', { afterSeq: 0, limit: 3 }, [1, 2, 3], { lastSeq: 3, hasMore: true }],
    ['none behind the last', { afterSeq: 6, limit: 3 }, [], { lastSeq: 6, hasMore: false }],
    ['of a tool', { tools: ['Read'], limit: 10 }, [2, 4, 6], {}],
    ['since a time', { sinceMs: NOON_MS + 4, limit: 10 }, [5, 6], {}],
    ['until a time', { untilMs: NOON_MS + 3, limit: 10 }, [1, 2, 3, 4], {}],
    ['of another machine', { host: 'elsewhere', limit: 10 }, [5], {}],
    ['but for what was imported', { imported: false, limit: 10 }, [1, 2, 3, 4, 6], {}],
    ['of another session', { filter: { sessionId: 'two' }, limit: 10 }, [], {}],
  ])('are among the events: %s', (_title, wish, expected, place) => {
    const page = store.browse({ filter: {}, limit: 10, ...wish });
    expect(seqsIn(page)).toEqual(expected);
    expect(page.seqs).toEqual(expected);
    expect(page).toMatchObject(place);
  });

  test('are part of a recording, behind those of the file', () => {
    expect(store.recordings.moments('one', 0, 10).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(store.recordings.moments('one', 4, 10).map(({ seq }) => seq)).toEqual([5, 6]);
    expect(store.recordings.entries([6, 1, 7], 10_000).map((entry) => entry?.seq)).toEqual([6, 1, undefined]);
  });
});
