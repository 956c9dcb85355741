import { expect, test } from 'vitest';
import type { AgentView } from '../../src/shared/session-view.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { createSessionStory } from '../../src/web/state/session-story.ts';
import { agentsById, createStory } from '../../src/web/state/story.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope, createClientOf } from '../helpers/web-parts.ts';

const CALL = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_use_id: 'c', tool_input: { command: 'make' } };
const pre = anEnvelope(1, 'hook.pre_tool', CALL);
const post = anEnvelope(4, 'hook.post_tool', { ...CALL, duration_ms: 2500 });

test('a call is one moment, from its beginning to its end', () => {
  const story = createStory();
  story.add([pre]);
  expect(story.moments()).toMatchObject([{ kind: 'call', name: 'Bash', text: 'make', outcome: 'running', seq: 1 }]);
  story.add([post]);
  expect(story.moments()).toMatchObject([{ outcome: 'ok', durationMs: 2500, seq: 1, endSeq: 4, at: pre.timestamp }]);
});

test('a call whose end was seen first gets its beginning later', () => {
  const story = createStory();
  story.add([post]);
  expect(story.moments()).toMatchObject([{ outcome: 'ok', at: '2026-11-22T12:00:01.500Z' }]);
  story.add([pre]);
  expect(story.moments()).toMatchObject([{ outcome: 'ok', durationMs: 2500, seq: 1, endSeq: 4, at: pre.timestamp }]);
});

test.each([
  ['hook.post_tool_use_failure', { error: 'Exit code 1' }, 'failed', 'Exit code 1'],
  ['hook.post_tool_use_failure', { error: 'stopped', is_interrupt: true }, 'interrupted', 'stopped'],
  ['hook.permission_denied', { reason: 'by a rule' }, 'denied', 'by a rule'],
])('a call ends by %s with %j as %s', (type, more, outcome, error) => {
  const story = createStory();
  story.add([pre, anEnvelope(3, type, { ...CALL, ...more })]);
  expect(story.moments()).toMatchObject([{ outcome, error, durationMs: 2000 }]);
});

test('what no event tells is told by the daemon', () => {
  const story = createStory();
  story.add([pre]);
  story.settle([{ tool_use_id: 'c', session_id: 'one', tool: 'Bash', summary: 'make', outcome: 'denied' }]);
  expect(story.moments()).toMatchObject([{ outcome: 'denied' }]);
});

test('the story is in the order of its own time, and twice the same is once', () => {
  const story = createStory();
  const late = {
    ...anEnvelope(9, 'hook.user_prompt', { hook_event_name: 'UserPromptSubmit', prompt: 'first' }),
    timestamp: '2026-11-22T11:00:00.000Z',
  };
  story.add([pre, post]);
  story.add([late, pre, late]);
  expect(story.moments().map(({ kind }) => kind)).toEqual(['prompt', 'call']);
});

test('a session that goes on after compaction does not begin anew', () => {
  const story = createStory();
  story.add([anEnvelope(1, 'hook.session_start', { hook_event_name: 'SessionStart', source: 'compact' })]);
  expect(story.moments()).toMatchObject([{ name: 'Goes on', text: 'compact' }]);
});

test('sub-agents stand as deep as they were sent', () => {
  const agent = (id: string, agents: AgentView[] = []): AgentView => ({
    id,
    type: 'Explore',
    state: 'working',
    startedAt: '',
    background: false,
    agents,
  });
  expect([...agentsById([agent('a', [agent('b')]), agent('c')])]).toEqual([
    ['a', { type: 'Explore', depth: 1 }],
    ['b', { type: 'Explore', depth: 2 }],
    ['c', { type: 'Explore', depth: 1 }],
  ]);
});

test.each([
  ['after it was read', true],
  ['while it is read', false],
])('what is forgotten %s is not told any longer', async (_when, isRead) => {
  const said = (seq: number) => ({ hook_event_name: 'UserPromptSubmit', prompt: `wish ${seq}` });
  const events = [1, 2, 3].map((seq) => anEnvelope(seq, 'hook.user_prompt', said(seq)));
  const { client } = createClientOf(events);
  const feed = createFeed((work) => work());
  const story = createSessionStory({ ...client, spans: async () => [] }, feed, 'one');
  const seen: string[][] = [];
  story.moments.subscribe((moments) => seen.push(moments.map(({ text }) => text)));
  if (isRead) await until(() => seen.at(-1)?.length === 3);

  seen.length = 0;
  events.splice(0, 2); // the first two have gone from the store
  feed.reset(true);
  await until(() => !story.isLoading.value);
  expect(seen).toEqual([[], ['wish 3']]);
  story.close();
});

test('an event that is nested too deep for a line stands in the story like others', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
  const story = createStory();
  story.add([anEnvelope(1, 'hook.pre_tool', { tool_name: 'Odd', tool_use_id: 'a', tool_input: { deep } })]);
  expect(story.moments().map(({ name, text }) => [name, text])).toEqual([
    ['Odd', '(nested too deep to be told in a line)'],
  ]);
});

const ask = anEnvelope(2, 'hook.permission_request', { ...CALL, tool_use_id: undefined });
const told = { session_id: 'one', kind: 'permission', startedAt: ask.timestamp, what: 'Bash' } as const;
const waited = (story: ReturnType<typeof createStory>) => story.moments().map(({ waitedMs }) => waitedMs);

test('a wait is as long as the daemon says, and is asked for until that is known', () => {
  const story = createStory();
  expect(story.openWaitsSince()).toBeUndefined();
  story.add([pre, ask]);
  expect(story.openWaitsSince()).toBe(ask.timestamp);
  story.tellWaits([{ ...told, durationMs: 60_000 }]);
  story.add([ask]);
  expect([waited(story), story.openWaitsSince()]).toEqual([[undefined, 60_000], undefined]);
});

test.each([
  ['began at another time', { ...told, startedAt: pre.timestamp }],
  ['was for another tool', { ...told, what: 'Write' }],
])('a wait that %s is another', (_, wait) => {
  const story = createStory();
  story.add([pre, ask]);
  story.tellWaits([{ ...wait, durationMs: 60_000 }]);
  expect([waited(story), story.openWaitsSince()]).toEqual([[undefined, undefined], ask.timestamp]);
});

test('after a prompt nobody asks any more how long a wait was that the daemon does not know', () => {
  const story = createStory();
  story.add([pre, ask, anEnvelope(9, 'hook.user_prompt', { hook_event_name: 'UserPromptSubmit', prompt: 'no' })]);
  story.tellWaits([]);
  expect(story.openWaitsSince()).toBeUndefined();
});
