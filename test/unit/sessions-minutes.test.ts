import { describe, expect, test } from 'vitest';
import type { Minute } from '../../src/daemon/sessions/minute.ts';
import { parseMinute, printMinute } from '../../src/daemon/sessions/minute-text.ts';
import { parseState, printState, type SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import { createStory } from '../../src/daemon/sessions/story.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { anEventAt, recordedStory, STORY_BEGAN_AT_MS } from '../helpers/stories.ts';

const bash = (id: string, more: object = {}) => ({
  tool_name: 'Bash',
  tool_input: { command: 'npm test' },
  tool_use_id: id,
  ...more,
});

function minutesOf(events: readonly SessionEvent[]): readonly Minute[] {
  const readAgain = () => {
    throw new Error('the events are in order');
  };
  const story = createStory('one', { readAgain });
  for (const [at, event] of events.entries()) story.take({ ...event, seq: at + 1 });
  return story.takeChanges().minutes;
}

/** `permission 3 s`, in the order they ended. */
function waits(...events: readonly SessionEvent[]): string[] {
  return minutesOf(events)
    .flatMap((minute) => minute.waits)
    .map(
      ({ kind, fromMs, toMs, what }) => `${kind}${what === undefined ? '' : ` ${what}`} ${(toMs - fromMs) / 1000} s`,
    );
}

const prompt = (second: number, text = 'go on') => anEventAt(second, 'UserPromptSubmit', { prompt: text });

describe('waits on the human', () => {
  test.each<[string, readonly string[], readonly SessionEvent[]]>([
    [
      'a permission until its call has ended',
      ['permission Bash 7 s'],
      [
        anEventAt(1, 'PreToolUse', bash('a')),
        anEventAt(2, 'PermissionRequest', bash('a')),
        anEventAt(9, 'PostToolUse', bash('a')),
      ],
    ],
    [
      'a permission until its call ran',
      ['permission Bash 2.5 s'],
      [
        anEventAt(1, 'PreToolUse', bash('a')),
        anEventAt(2, 'PermissionRequest', bash('a')),
        anEventAt(9, 'PostToolUse', { ...bash('a'), duration_ms: 4500 }),
      ],
    ],
    [
      'a permission that was given at once, whatever the clocks say',
      ['permission Bash 0 s'],
      [
        anEventAt(1, 'PreToolUse', bash('a')),
        anEventAt(2, 'PermissionRequest', bash('a')),
        anEventAt(9, 'PostToolUse', { ...bash('a'), duration_ms: 7500 }),
      ],
    ],
    [
      'a permission that the end of the session answered',
      ['permission Bash 3 s'],
      [
        anEventAt(1, 'PreToolUse', bash('a')),
        anEventAt(2, 'PermissionRequest', bash('a')),
        anEventAt(5, 'SessionEnd', { reason: 'other' }),
      ],
    ],
    [
      'nothing that nobody was there to answer: the session was begun again',
      [],
      [
        anEventAt(1, 'PreToolUse', bash('a')),
        anEventAt(2, 'PermissionRequest', bash('a')),
        anEventAt(5, 'SessionStart', { source: 'resume' }),
      ],
    ],
    [
      'a question of a server',
      ['question github 4 s'],
      [
        anEventAt(1, 'Elicitation', { mcp_server_name: 'github' }),
        anEventAt(5, 'ElicitationResult', { mcp_server_name: 'github', action: 'accept' }),
      ],
    ],
    ['the next prompt after a turn', ['prompt 30 s'], [prompt(0), anEventAt(10, 'Stop'), prompt(40)]],
    ['the next prompt after a turn that failed', ['prompt 5 s'], [prompt(0), anEventAt(1, 'StopFailure'), prompt(6)]],
    ['not the first prompt', [], [anEventAt(0, 'SessionStart', { source: 'startup' }), prompt(50)]],
    ['not a prompt in the middle of a turn', [], [prompt(0), prompt(9)]],
    [
      'not what Claude Code itself says next',
      [],
      [prompt(0), anEventAt(1, 'Stop'), prompt(6, '<task-notification>done')],
    ],
    [
      'but the human’s prompt after that',
      ['prompt 8 s'],
      [prompt(0), anEventAt(1, 'Stop'), prompt(6, '<task-notification>done'), anEventAt(7, 'Stop'), prompt(15)],
    ],
    [
      'not over the night when the session had ended',
      [],
      [prompt(0), anEventAt(1, 'Stop'), anEventAt(2, 'SessionEnd', { reason: 'other' }), prompt(9000)],
    ],
    ['not a sub-agent’s stop', [], [prompt(0), anEventAt(1, 'Stop', { agent_id: 'a1' }), prompt(9)]],
  ])('%s', (_name, expected, events) => {
    expect(waits(...events)).toEqual(expected);
  });
});

describe('minutes', () => {
  test('count an event where it happened, and a call where it ended', () => {
    const minutes = minutesOf([
      anEventAt(0, 'PreToolUse', bash('a')),
      anEventAt(70, 'PostToolUse', bash('a', { duration_ms: 69_500 })),
      anEventAt(71, 'PostToolUseFailure', bash('b', { error: 'no' })),
    ]);
    const first = STORY_BEGAN_AT_MS / 60_000;

    expect(minutes).toMatchObject([
      { minute: first, events: 1, tools: [] },
      { minute: first + 1, events: 2, tools: [{ tool: 'Bash', calls: 2, failed: 1, totalMs: 69_500, ms: [69_500] }] },
    ]);
    expect(minutes[1]?.slowest).toEqual([{ id: 'a', durationMs: 69_500, endedAtMs: STORY_BEGAN_AT_MS + 70_000 }]);
  });

  test('tell an end once, however often it is heard', () => {
    const end = bash('a', { duration_ms: 5 });
    const [minute] = minutesOf([anEventAt(1, 'PostToolUse', end), anEventAt(2, 'PostToolUse', end)]);

    expect(minute?.tools).toMatchObject([{ calls: 1 }]);
  });

  test('keep the three slowest calls, and no more tools, lengths and waits than there is room for', () => {
    const calls = Array.from({ length: 900 }, (_, at) =>
      anEventAt(0, 'PostToolUse', bash(`call-${at}`, { tool_name: at < 600 ? 'Bash' : `tool-${at}`, duration_ms: at })),
    ).map((event, at) => ({ ...event, id: `event-${String(at).padStart(4, '0')}` }));
    const minute = minutesOf(calls).at(-1);

    expect(minute?.slowest.map(({ durationMs }) => durationMs)).toEqual([899, 898, 897]);
    expect(minute?.tools).toHaveLength(51);
    expect(minute?.tools[0]).toMatchObject({ tool: 'Bash', calls: 600 });
    expect(minute?.tools[0]?.ms).toHaveLength(500);
    expect(minute?.tools.at(-1)).toMatchObject({ tool: '…', calls: 251 });
  });

  test.each(capturedSequences().map(({ name }) => name))('of %s are read as they were written', (name) => {
    const bySession = Map.groupBy(recordedStory(name), ({ data }) => data.session_id);
    for (const events of bySession.values()) {
      const minutes = minutesOf(events.toSorted((one, other) => one.atMs - other.atMs || (one.id < other.id ? -1 : 1)));

      expect(minutes.map((minute) => parseMinute(printMinute(minute)))).toEqual(minutes);
      expect(minutes.reduce((sum, minute) => sum + minute.events, 0)).toBe(events.length);
    }
  });
});

test('a state goes on that was stored before minutes said which files were changed', () => {
  const edit = { tool_name: 'Edit', tool_input: { file_path: '/home/dev/a.ts' }, tool_use_id: 'e' };
  const events = [anEventAt(0, 'pre_tool', edit), anEventAt(1, 'post_tool', edit)] as const;
  const readAgain = () => {
    throw new Error('the events are in order');
  };
  const first = createStory('one', { readAgain });
  first.take({ ...events[0], seq: 1 });
  const stored = JSON.parse(printState(first.state()));
  delete stored.minute.files;

  const story = createStory('one', { readAgain, state: parseState(JSON.stringify(stored)) });
  story.take({ ...events[1], seq: 2 });

  expect(story.takeChanges().minutes.flatMap(({ files }) => files)).toEqual(['/home/dev/a.ts']);
});
