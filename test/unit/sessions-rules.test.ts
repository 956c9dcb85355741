import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import { toAgentTree, toSessionView, toSpanView } from '../../src/daemon/sessions/session-view.ts';
import { anEventAt, STORY_BEGAN_AT_MS, type Told, tell } from '../helpers/stories.ts';

const bash = (id: string, command = 'npm test', more: object = {}) => ({
  tool_name: 'Bash',
  tool_input: { command },
  tool_use_id: id,
  ...more,
});

function story(...events: readonly SessionEvent[]): Told {
  const [told] = tell(events);
  if (told === undefined) throw new Error('no events');
  return told;
}

const view = ({ state }: Told) => toSessionView(state);
const outcomes = ({ calls }: Told) => [...calls.values()].map(({ id, outcome }) => `${id} ${outcome}`);

describe('F51: what fires nothing is concluded', () => {
  test.each([
    ['the next prompt', anEventAt(9, 'UserPromptSubmit', { prompt: 'next' }), 'a interrupted'],
    ['the end of the session', anEventAt(9, 'SessionEnd', { reason: 'other' }), 'a interrupted'],
    ['another start, after a kill', anEventAt(9, 'SessionStart', { source: 'resume' }), 'a interrupted'],
    ['a prompt that stands empty', anEventAt(9, 'Notification', { notification_type: 'idle_prompt' }), 'a interrupted'],
    ['a stop, when its own end was missed', anEventAt(9, 'Stop'), 'a unknown'],
  ])('an open call is closed by %s', (_name, closing, expected) => {
    const told = story(
      anEventAt(0, 'UserPromptSubmit', { prompt: 'go' }),
      anEventAt(1, 'PreToolUse', bash('a')),
      closing,
    );

    expect(outcomes(told)).toEqual([expected]);
    expect(view(told).activity).toBeUndefined();
  });

  test.each([
    ['a prompt inside a sub-agent', anEventAt(9, 'UserPromptSubmit', { prompt: 'next', agent_id: 'b' })],
    ['a compaction', anEventAt(9, 'SessionStart', { source: 'compact' })],
    ['something unheard of', anEventAt(9, 'BrandNew', { tool_use_id: 'a' })],
  ])('and not by %s', (_name, event) => {
    const told = story(
      anEventAt(0, 'UserPromptSubmit', { prompt: 'go' }),
      anEventAt(1, 'PreToolUse', bash('a')),
      event,
    );

    expect(outcomes(told)).toEqual(['a running']);
    expect(view(told)).toMatchObject({ state: 'working', activity: { tool: 'Bash', summary: 'npm test' } });
  });

  test('a post event overrules what was concluded', () => {
    const told = story(
      anEventAt(0, 'PreToolUse', bash('a')),
      anEventAt(1, 'UserPromptSubmit', { prompt: 'next' }),
      anEventAt(2, 'PostToolUse', bash('a', 'npm test', { duration_ms: 1900 })),
    );

    expect(outcomes(told)).toEqual(['a ok']);
    expect(told.calls.get('a')).toMatchObject({ durationMs: 1900, startedAtMs: STORY_BEGAN_AT_MS });
    expect(view(told).counts.toolCalls).toBe(1);
  });

  test('a session whose process was found gone is lost with all that ran, until it is heard of again', () => {
    const events = [anEventAt(0, 'UserPromptSubmit', { prompt: 'go' }), anEventAt(1, 'PreToolUse', bash('a'))];
    const { state, calls } = story(...events);
    const lostAtMs = STORY_BEGAN_AT_MS + 5000;
    const again = story(...events, anEventAt(6, 'SessionStart', { source: 'resume' }));

    expect(toSessionView(state, lostAtMs)).toMatchObject({ state: 'lost', since: '2026-11-22T12:00:01.000Z' });
    expect([...calls.values()].map((call) => toSpanView('one', call, true).outcome)).toEqual(['interrupted']);
    expect(toSessionView(again.state, lostAtMs).state).toBe('idle');
  });

  test.each([
    ['it began before the event', { claudePid: 7, claudeStartedAt: STORY_BEGAN_AT_MS - 60_000 }, 7],
    ['it cannot be seen', { claudePid: 7 }, undefined],
    [
      'it began later: another one has its number now',
      { claudePid: 7, claudeStartedAt: STORY_BEGAN_AT_MS + 60_000 },
      undefined,
    ],
  ])('a process is known when %s', (_name, origin, pid) => {
    expect(story(anEventAt(0, 'SessionStart', {}, origin)).state.process?.pid).toBe(pid);
  });
});

describe('F52: a stop is not the end of the work', () => {
  test('a sub-agent in the background goes on through the next prompt, one in the foreground does not', () => {
    const response = { agentId: 'behind', status: 'async_launched' };
    const agentCall = { tool_name: 'Agent', tool_input: { description: 'Dig' }, tool_use_id: 'call' };
    const told = story(
      anEventAt(0, 'PreToolUse', agentCall),
      anEventAt(1, 'SubagentStart', { agent_id: 'behind', agent_type: 'Explore' }),
      anEventAt(2, 'PostToolUse', { ...agentCall, tool_response: response }),
      anEventAt(3, 'PreToolUse', bash('a', 'find', { agent_id: 'behind', agent_type: 'Explore' })),
      anEventAt(4, 'SubagentStart', { agent_id: 'before', agent_type: 'Plan' }),
      anEventAt(5, 'PreToolUse', bash('b', 'ls', { agent_id: 'before', agent_type: 'Plan' })),
      anEventAt(6, 'UserPromptSubmit', { prompt: 'next' }),
    );

    expect(outcomes(told)).toEqual(['call ok', 'a running', 'b interrupted']);
    expect([...told.agents.values()].map(({ id, state }) => `${id} ${state}`)).toEqual([
      'behind working',
      'before interrupted',
    ]);
  });
});

describe('F53: a permission request names no call', () => {
  test('it belongs to the call of its tool and input, and its wait ends with that call alone', () => {
    const asked = [
      anEventAt(0, 'PreToolUse', bash('a', 'make')),
      anEventAt(1, 'PreToolUse', bash('b', 'make install')),
      anEventAt(2, 'PermissionRequest', { tool_name: 'Bash', tool_input: { command: 'make install' } }),
    ];
    const other = anEventAt(3, 'PostToolUse', bash('a', 'make'));
    const answered = anEventAt(4, 'PostToolUse', bash('b', 'make install'));

    expect(view(story(...asked, other))).toMatchObject({
      state: 'waiting',
      why: 'permission for Bash',
      since: '2026-11-22T12:00:02.000Z',
      activity: { summary: 'make install' },
    });
    expect(view(story(...asked, other, answered)).state).toBe('working');
  });

  test('a call that the batch lists without a post event was denied, one that never began was not valid', () => {
    const told = story(
      anEventAt(0, 'PreToolUse', bash('a')),
      anEventAt(1, 'PreToolUse', bash('b')),
      anEventAt(2, 'PostToolUse', bash('a')),
      anEventAt(3, 'PostToolBatch', { tool_calls: [bash('a'), bash('b'), { ...bash('c'), tool_response: 'No' }] }),
    );

    expect(outcomes(told)).toEqual(['a ok', 'b denied', 'c failed']);
    expect(view(told).counts).toMatchObject({ toolCalls: 3, errors: 1 });
  });
});

describe('F54: sub-agents', () => {
  test('the stop of one that never started and has no type is not heard', () => {
    const told = story(anEventAt(0, 'SubagentStop', { agent_id: 'x', agent_type: '' }));

    expect([...told.agents.values()]).toEqual([]);
  });

  test('each is under the one whose call answered with its id', () => {
    const outer = { tool_name: 'Agent', tool_input: {}, tool_use_id: 'outer' };
    const inner = { tool_name: 'Agent', tool_input: {}, tool_use_id: 'inner', agent_id: 'p', agent_type: 'Plan' };
    const told = story(
      anEventAt(0, 'PreToolUse', outer),
      anEventAt(1, 'SubagentStart', { agent_id: 'p', agent_type: 'Plan' }),
      anEventAt(2, 'PreToolUse', inner),
      anEventAt(3, 'SubagentStart', { agent_id: 'c', agent_type: 'Explore' }),
      anEventAt(4, 'SubagentStop', { agent_id: 'c', agent_type: 'Explore' }),
      anEventAt(5, 'PostToolUse', { ...inner, tool_response: { agentId: 'c', status: 'completed' } }),
    );

    expect(toAgentTree([...told.agents.values()], false)).toMatchObject([
      {
        id: 'p',
        state: 'working',
        agents: [{ id: 'c', type: 'Explore', state: 'ended', callId: 'inner', agents: [] }],
      },
    ]);
  });

  test('sub-agents that claim to be each other’s parents are still shown', () => {
    const agents = ['a', 'b'].map((id) => ({
      id,
      type: 'x',
      state: 'ended' as const,
      startedAtMs: 0,
      isBackground: false,
      parentId: id === 'a' ? 'b' : 'a',
    }));

    expect(toAgentTree(agents, false).length).toBeGreaterThan(0);
  });
});

test('an event of any shape is counted and breaks nothing', () => {
  const odd = [
    anEventAt(0, 'PreToolUse', { tool_use_id: '__proto__', tool_input: null }),
    anEventAt(1, 'PostToolBatch', { tool_calls: 'none' }),
    anEventAt(1, 'PermissionRequest', {
      tool_name: 'Bash',
      tool_input: JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    }),
    anEventAt(2, 'PostToolUse', { tool_use_id: '__proto__', tool_response: { agentId: 7 } }),
    anEventAt(3, 'Stop', { background_tasks: [null, 1, {}] }),
    anEventAt(4, 'UserPromptSubmit', { prompt: 7 }),
  ];

  expect(view(story(...odd))).toMatchObject({ state: 'working', counts: { events: 6, prompts: 1, toolCalls: 1 } });
});
