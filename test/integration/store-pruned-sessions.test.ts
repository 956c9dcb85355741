import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import { type EventStore, type NewEvent, openEventStore } from '../../src/daemon/store/event-store.ts';
import { pruneUpTo, seqsOf } from '../helpers/pruning.ts';
import { anEventAt, recordedStory } from '../helpers/stories.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;
let store: EventStore;

const open = () => openEventStore(home.paths.store, { host: 'laptop' });

beforeEach(() => {
  home = createTempHome();
  store = open();
});
afterEach(() => {
  store.close();
  home.remove();
});

function toNewEvent({ id, type, atMs, data, origin }: SessionEvent): NewEvent {
  const toolUseId = typeof data.tool_use_id === 'string' ? data.tool_use_id : undefined;
  return { id, type, atMs, sessionId: String(data.session_id), toolUseId, body: JSON.stringify(data), origin };
}

const add = (...events: readonly SessionEvent[]) => store.append(events.map(toNewEvent));

/** It begins, and makes a call each second. */
function aLongStory(calls: number): SessionEvent[] {
  const call = (at: number) => ({
    tool_name: 'Bash',
    tool_use_id: `toolu_${at}`,
    tool_input: { command: `run ${at}` },
  });
  return [
    anEventAt(0, 'UserPromptSubmit', { prompt: 'do it' }),
    ...Array.from({ length: calls }, (_, at) => [
      anEventAt(2 * at + 1, 'PreToolUse', call(at)),
      anEventAt(2 * at + 2, 'PostToolUse', call(at)),
    ]).flat(),
  ];
}

describe('F31: a session that lost its oldest events', () => {
  test('keeps what it told, and the calls that have events left', () => {
    add(...aLongStory(10));
    const before = store.sessions.detail('one');
    pruneUpTo(store, 6);

    expect(store.sessions.detail('one')).toEqual({ ...before, pruned: true });
    expect(store.sessions.spans('one').map(({ summary }) => summary)).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9].map((at) => `run ${at}`),
    );
  });

  test('goes on, also in a later daemon', () => {
    add(...aLongStory(10));
    pruneUpTo(store, 6);
    add(anEventAt(90, 'Stop'));
    store.close();
    store = open();
    add(anEventAt(95, 'UserPromptSubmit', { prompt: 'more' }));

    expect(store.sessions.detail('one')).toMatchObject({
      state: 'working',
      pruned: true,
      counts: { events: 23, prompts: 2, toolCalls: 10 },
    });
  });

  test.each([
    ['while its story is in memory', () => undefined],
    ['in a later daemon', () => reopen()],
  ])('does not shrink when an event comes late that belongs among those that are gone: %s', (_when, happen) => {
    add(...aLongStory(60));
    pruneUpTo(store, 100);
    happen();
    const before = store.sessions.detail('one');
    add({ ...anEventAt(3, 'PostToolUseFailure', { tool_use_id: 'toolu_late', tool_name: 'Bash' }), id: 'late-one' });
    add({ ...anEventAt(4, 'Stop'), id: 'late-two' });
    while (store.sessions.mend());

    expect(store.sessions.detail('one')).toEqual({
      ...before,
      counts: { events: 123, prompts: 1, toolCalls: 60, errors: 1 },
    });
    expect(seqsOf(store)).toHaveLength(23);
  });

  test('puts one in its place that overtook others by a few, though the state before has no event any more', () => {
    add(...aLongStory(5));
    pruneUpTo(store, 10);
    const [first, second, third] = [
      anEventAt(50, 'UserPromptSubmit', { prompt: 'two' }),
      anEventAt(51, 'Notification', { message: 'x' }),
      anEventAt(52, 'Stop'),
    ];
    add(first);
    add(third);
    add(second);

    expect(store.sessions.detail('one')).toMatchObject({ state: 'idle', counts: { events: 14, prompts: 2 } });
  });

  test('goes with its last event, its calls and sub-agents too; a new event begins it anew', () => {
    const story = recordedStory('print-twoagents');
    const id = String(story[0]?.data.session_id);
    add(...story);
    expect(store.sessions.spans(id)).not.toEqual([]);
    pruneUpTo(store, story.length);

    expect([store.sessions.detail(id), store.sessions.spans(id)]).toEqual([undefined, []]);
    expect(store.stats()).toMatchObject({ events: 0, sessions: 0 });
    add(anEventAt(500, 'UserPromptSubmit', { session_id: id, prompt: 'again' }));
    expect(store.sessions.detail(id)).toMatchObject({
      counts: { events: 1 },
      agents: [],
      lastPrompt: { text: 'again' },
    });
    expect(store.stats()).toMatchObject({ events: 1, sessions: 1 });
  });
});

test('F31: a session that has to be told again keeps its events until it was', () => {
  const [first, ...others] = aLongStory(60);
  add(...others);
  add(first as SessionEvent);
  pruneUpTo(store, 50);
  expect(seqsOf(store)).toHaveLength(121);

  while (store.sessions.mend());
  pruneUpTo(store, 50);
  expect(seqsOf(store)).toHaveLength(71);
  expect(store.sessions.detail('one')).toMatchObject({ pruned: true, counts: { events: 121, prompts: 1 } });
});

function reopen(): void {
  store.close();
  store = open();
}
