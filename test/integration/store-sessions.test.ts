import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { watchSessions } from '../../src/daemon/session-watch.ts';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import type { EventStore } from '../../src/daemon/store/event-store.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { toNewEvent } from '../helpers/killed.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { createStoreStage, type StoreStage } from '../helpers/store-stage.ts';
import { anEventAt, recordedStory, STORY_BEGAN_AT_MS } from '../helpers/stories.ts';
import { until } from '../helpers/until.ts';

let stage: StoreStage;

beforeEach(() => {
  stage = createStoreStage();
});
afterEach(() => stage.remove());

function mendAll(store: EventStore): void {
  while (store.sessions.mend());
}

/** All that can be asked of the sessions. */
function everything(store: EventStore): unknown {
  const { sessions } = store.sessions.list({ limit: 100 });
  const details = sessions.map(({ id }) => [store.sessions.detail(id), store.sessions.spans(id)]);
  return { sessions, details };
}

function inOrder(events: readonly SessionEvent[]): unknown {
  const store = stage.keep(createMemoryStore());
  for (const event of events) store.append([toNewEvent(event)]);
  return everything(store);
}

const NAMES = capturedSequences().map(({ name }) => name);

describe('the sessions in the store', () => {
  test('are the same in whatever order a recorded run arrives, in whatever portions', () => {
    const arrival = fc.constantFrom(...NAMES).chain((name) => {
      const story = recordedStory(name);
      const shuffled = fc.shuffledSubarray([...story], { minLength: story.length });
      return fc.record({ story: fc.constant(story), arrived: shuffled, portion: fc.integer({ min: 1, max: 7 }) });
    });
    fc.assert(
      fc.property(arrival, ({ story, arrived, portion }) => {
        const store = createMemoryStore();
        try {
          for (let at = 0; at < arrived.length; at += portion) {
            store.append(arrived.slice(at, at + portion).map(toNewEvent));
            if (at % 3 === 0) store.sessions.mend();
          }
          mendAll(store);
          expect(everything(store)).toEqual(inOrder(story));
        } finally {
          store.close();
        }
      }),
      { numRuns: 150 },
    );
  });

  test('are right at once when events overtake one another by a few', () => {
    const story = [...recordedStory('stream-turns')];
    const store = stage.keep(createMemoryStore());
    const swapped = story.flatMap((_event, at) => (at % 3 === 0 ? story.slice(at, at + 3).reverse() : []));
    for (const event of swapped) store.append([toNewEvent(event)]);

    expect(everything(store)).toEqual(inOrder(story));
    expect(store.sessions.mend()).toBe(false);
  });

  test('survive a restart in the middle, and a late event after it', () => {
    const story = recordedStory('print-twoagents');
    const late = story[9] as SessionEvent;
    const [before, after] = [story.slice(0, 14), story.slice(14)];
    const first = stage.open();
    first.append(before.filter((event) => event !== late).map(toNewEvent));
    first.close();
    const second = stage.open();
    second.append([...after, late].map(toNewEvent));
    mendAll(second);

    expect(everything(second)).toEqual(inOrder(story));
  });

  test('go on though their state is no longer in memory', () => {
    const story = recordedStory('print-nested');
    const store = stage.open();
    for (const event of story) {
      store.append([toNewEvent(event)]);
      const others = Array.from({ length: 210 }, (_, at) => anEventAt(at, 'Stop', { session_id: `other-${at}` }));
      if (event === story[8]) store.append(others.map((one) => toNewEvent({ ...one, id: `${one.id}-of-another` })));
    }

    const [id] = story.map(({ data }) => String(data.session_id));
    expect(store.sessions.detail(id ?? '')).toEqual((inOrder(story) as { details: unknown[][] }).details[0]?.[0]);
  });

  test('are right at once after a late event while it is others that come and go', () => {
    const story = recordedStory('stream-turns');
    const late = story[5] as SessionEvent;
    const store = stage.open();
    for (const [at, event] of story.slice(0, 8).entries()) {
      if (event !== late) store.append([toNewEvent(event)]);
      const others = Array.from({ length: 50 }, (_, other) => `other-${at}-${other}`).map((id) =>
        toNewEvent({ ...anEventAt(at, 'Stop', { session_id: id }), id: `stop-of-${id}` }),
      );
      for (const other of others) store.append([other]);
    }
    store.append([toNewEvent(late)]);

    expect(store.sessions.mend()).toBe(false); // nothing has to be told again
    const [id] = story.map(({ data }) => String(data.session_id));
    const wanted = inOrder(story.slice(0, 8)) as { details: unknown[][] };
    expect(store.sessions.detail(id ?? '')).toEqual(wanted.details[0]?.[0]);
  });

  test('F58: the session that /clear ended and the one it began know of each other', () => {
    const story = recordedStory('tui-basic');
    const store = stage.open();
    store.append(story.map(toNewEvent));
    const [later, earlier] = store.sessions.list({ limit: 10 }).sessions.map(({ id }) => id);

    expect(store.sessions.detail(earlier ?? '')).toHaveProperty('next', later);
    expect(store.sessions.detail(later ?? '')).toHaveProperty('previous', earlier);
    expect(store.sessions.detail(later ?? '')).not.toHaveProperty('next');
  });

  test('come page by page, each once, by state and by project', () => {
    const store = stage.open();
    const events = Array.from({ length: 25 }, (_, at) =>
      anEventAt(at, at % 5 === 0 ? 'Stop' : 'UserPromptSubmit', { session_id: `s${at}`, cwd: `/p${at % 2}` }),
    );
    store.append(events.map(toNewEvent));
    const ids: string[] = [];
    let page = store.sessions.list({ limit: 4 });
    for (;;) {
      ids.push(...page.sessions.map(({ id }) => id));
      if (page.next === undefined) break;
      page = store.sessions.list({ limit: 4, cursor: page.next });
    }

    expect(ids).toEqual(events.map(({ data }) => data.session_id).reverse());
    expect(store.sessions.list({ limit: 50, state: 'idle' }).sessions).toHaveLength(5);
    expect(store.sessions.list({ limit: 50, state: 'working', project: '/p1' }).sessions).toHaveLength(10);
  });
});

describe('F51: a session whose process is gone', () => {
  const startedAt = STORY_BEGAN_AT_MS - 1000;
  const working = (id: string, origin: object) =>
    toNewEvent({ ...anEventAt(0, 'UserPromptSubmit', { session_id: id }, origin), id: `prompt-of-${id}` });
  const stateOf = (store: EventStore, id: string) => store.sessions.detail(id)?.state;

  test('is lost, and so is one whose number another process has; one that could never be seen is not', async () => {
    const store = stage.open();
    store.append([
      working('gone', { claudePid: 11, claudeStartedAt: startedAt }),
      working('alive', { claudePid: 12, claudeStartedAt: startedAt }),
      working('another', { claudePid: 13, claudeStartedAt: startedAt }),
      working('unseen', { claudePid: 14 }),
    ]);
    const starts = new Map([
      [12, startedAt + 900],
      [13, startedAt + 60_000],
    ]);
    const nowMs = () => STORY_BEGAN_AT_MS + 10_000;
    const watch = watchSessions({ sessions: store.sessions, startOf: (pid) => starts.get(pid), nowMs, lookMs: 5 });
    try {
      await until(() => stateOf(store, 'gone') === 'lost');
      expect(['another', 'alive', 'unseen'].map((id) => stateOf(store, id))).toEqual(['lost', 'working', 'working']);
      expect(store.sessions.list({ limit: 9, state: 'lost' }).sessions).toHaveLength(2);
      expect(store.sessions.living().map(({ id }) => id)).toEqual(['alive']);

      store.append([toNewEvent(anEventAt(20, 'SessionStart', { session_id: 'gone', source: 'resume' }))]);
      expect(stateOf(store, 'gone')).toBe('idle');
    } finally {
      watch.close();
    }
  });
});
