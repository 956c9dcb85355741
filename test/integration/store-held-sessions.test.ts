import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { everySession, toNewEvent } from '../helpers/killed.ts';
import { lockOut } from '../helpers/lock-out.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { anEventAt, recordedStory } from '../helpers/stories.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let store: EventStore;
let lock: { close(): void } | undefined;

beforeEach(() => {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop', retryMs: 60_000 });
});
afterEach(() => {
  lock?.close();
  lock = undefined;
  store.close();
  home.remove();
});

/** From now on what comes waits in memory. */
function fill(): void {
  lock = lockOut(home.paths.store);
}

/** Which session `/clear` joined to which is asked of the rows alone. */
function told(of: EventStore): unknown {
  const drop = (key: string, value: unknown) => (key === 'previous' || key === 'next' ? undefined : value);
  return JSON.parse(JSON.stringify(everySession(of), drop));
}

function toldInOneGo(events: readonly SessionEvent[]): unknown {
  const whole = createMemoryStore();
  whole.append(events.map(toNewEvent));
  const all = told(whole);
  whole.close();
  return all;
}

const ids = (options: Partial<Parameters<EventStore['sessions']['list']>[0]> = {}): string[] =>
  store.sessions.list({ limit: 10, ...options }).sessions.map(({ id }) => id);

describe('F37: sessions of events that wait in memory', () => {
  test.each(capturedSequences().map(({ name }) => name))('are told as if all were in the file: %s', (name) => {
    const story = recordedStory(name);
    const half = Math.floor(story.length / 2);
    store.append(story.slice(0, half).map(toNewEvent));
    if (half % 2 === 0) store.sessions.list({ limit: 1 });
    fill();
    for (const event of story.slice(half)) {
      store.append([toNewEvent(event)]);
      if (event.id.endsWith('7')) store.sessions.list({ limit: 1 });
    }

    expect(store.status().held).toBe(story.length - half);
    expect(told(store)).toEqual(toldInOneGo(story));
  });

  test('are in the list by their time, state and project, page by page, each once', () => {
    const inFolder = (at: number, id: string, type = 'UserPromptSubmit') =>
      toNewEvent({ ...anEventAt(at, type, { session_id: id, cwd: `/${id[0]}` }), id: `event-${at}-of-${id}` });
    store.append([inFolder(1, 'a1'), inFolder(2, 'a2'), inFolder(3, 'b3'), inFolder(4, 'b4')]);
    store.sessions.label('b4', { hidden: true, name: 'Out of sight' });
    fill();
    store.append([inFolder(5, 'a5'), inFolder(6, 'a1', 'Stop'), inFolder(7, 'b7'), inFolder(8, 'b4', 'Stop')]);

    expect(ids()).toEqual(['b7', 'a1', 'a5', 'b3', 'a2']);
    expect(ids({ hidden: 'all' })[0]).toBe('b4');
    expect(ids({ hidden: true })).toEqual(['b4']);
    expect(store.sessions.detail('b4')).toMatchObject({ name: 'Out of sight', counts: { events: 2 } });
    expect(ids({ state: 'idle' })).toEqual(['a1']);
    expect(ids({ project: '/b' })).toEqual(['b7', 'b3']);

    const pages: string[][] = [];
    let cursor: Parameters<EventStore['sessions']['list']>[0]['cursor'];
    for (let turn = 0; turn < 4; turn += 1) {
      const page = store.sessions.list({ limit: 2, cursor });
      pages.push(page.sessions.map(({ id }) => id));
      cursor = page.next;
      if (cursor === undefined) break;
    }
    expect(pages).toEqual([['b7', 'a1'], ['a5', 'b3'], ['a2']]);
  });

  test('say of which project their events are', () => {
    const from = (at: number, cwd: string, more: object = {}) => anEventAt(at, 'Stop', { cwd, ...more });
    fill();
    const inside = toNewEvent(from(1, '/src/api/lib', { session_id: 'one' }));
    const beside = toNewEvent(from(2, '/src/api-two', { session_id: 'two' }));
    store.append([inside, beside, { ...toNewEvent(from(3, '/src/api')), sessionId: undefined }]);
    const seqsOf = (project: string) => store.browse({ filter: {}, limit: 10, project }).seqs;

    expect(seqsOf('/src/api')).toEqual([1, 3]);
    expect(seqsOf('/')).toEqual([1, 2, 3]);
    expect(seqsOf('/else')).toEqual([]);
  });

  test('are told from the file once the events are there, also when others wait later', async () => {
    const story = recordedStory('tui-basic');
    store.close();
    store = openEventStore(home.paths.store, { host: 'laptop', retryMs: 5 });
    fill();
    store.append(story.slice(0, 4).map(toNewEvent));
    expect(told(store)).toEqual(toldInOneGo(story.slice(0, 4)));
    lock?.close();
    await until(() => store.status().held === 0);
    store.append(story.slice(4, 8).map(toNewEvent));
    fill();
    store.append(story.slice(8).map(toNewEvent));

    expect(told(store)).toEqual(toldInOneGo(story));
  });
});
