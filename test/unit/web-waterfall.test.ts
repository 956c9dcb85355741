import { expect, test } from 'vitest';
import type { AgentView } from '../../src/shared/session-view.ts';
import { createStory } from '../../src/web/state/story.ts';
import { describeRow } from '../../src/web/state/waterfall/describe-row.ts';
import { totalMs } from '../../src/web/state/waterfall/stretch.ts';
import { addUp } from '../../src/web/state/waterfall/totals.ts';
import { createWaterfall, type Waterfall } from '../../src/web/state/waterfall/waterfall.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

const BEGAN_MS = Date.UTC(2026, 10, 22, 12);

/** `[second, type, data]` of the events of one session. */
type Told = readonly [second: number, type: string, data?: object];

interface More {
  readonly agents?: readonly AgentView[];
  /** The second it is now, of a session that goes on. */
  readonly now?: number;
  readonly settled?: Readonly<Record<string, string>>;
}

function fall(events: readonly Told[], { agents = [], now, settled = {} }: More = {}) {
  const story = createStory();
  story.add(
    events.map(([second, type, data], index) => {
      const event = anEnvelope(index + 1, `hook.${type}`, data);
      return { ...event, timestamp: new Date(BEGAN_MS + second * 1000).toISOString() };
    }),
  );
  const span = { session_id: 'one', tool: 'Bash', summary: '' };
  story.settle(Object.entries(settled).map(([id, outcome]) => ({ ...span, tool_use_id: id, outcome })));
  const nowMs = now === undefined ? undefined : BEGAN_MS + now * 1000;
  const shown = createWaterfall().grow({ moments: story.moments(), agents, nowMs }) as Waterfall;
  return { ...shown, totals: addUp(shown) };
}

const seconds = (ms: number) => (ms - BEGAN_MS) / 1000;
const bash = (id: string, more: object = {}) => ({
  ...{ hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_use_id: id, tool_input: { command: id } },
  ...more,
});
const prompt = { hook_event_name: 'UserPromptSubmit', prompt: 'Do it' };
const stop = { hook_event_name: 'Stop', last_assistant_message: 'Done' };
const asks = (id: string) => ({ hook_event_name: 'PermissionRequest', tool_name: 'Bash', tool_input: { command: id } });

function bars({ rows }: Waterfall) {
  return rows.map(({ moment, fromMs, toMs }) => [moment.text, seconds(fromMs), seconds(toMs)]);
}

test('a turn lasts from its prompt to its answer, a call from its beginning to its end', () => {
  const shown = fall([
    [0, 'user_prompt', prompt],
    [2, 'pre_tool', bash('make')],
    [6, 'post_tool', bash('make', { duration_ms: 4000 })],
    [9, 'stop', stop],
  ]);
  expect(bars(shown)).toEqual([
    ['Do it', 0, 9],
    ['make', 2, 6],
    ['Done', 9, 9],
  ]);
});

test('what runs grows with the time, in a session that goes on', () => {
  const events: Told[] = [
    [0, 'user_prompt', prompt],
    [2, 'pre_tool', bash('make')],
  ];
  expect(fall(events, { now: 60 }).rows).toMatchObject([{ isOpen: true }, { isOpen: true, toMs: BEGAN_MS + 60_000 }]);
  expect(bars(fall(events))).toEqual([
    ['Do it', 0, 2],
    ['make', 2, 2],
  ]);
});

test('a call that had to be allowed waits until it runs, which its duration tells', () => {
  const [, row] = fall([
    [0, 'user_prompt', prompt],
    [2, 'pre_tool', bash('push')],
    [3, 'permission_request', asks('push')],
    [63, 'post_tool', bash('push', { duration_ms: 10_000 })],
  ]).rows;
  expect([row?.wait?.fromMs, row?.wait?.toMs].map((ms) => seconds(ms ?? 0))).toEqual([3, 53]);
});

test('a request goes to a call of the same agent that would do the same, once, even where it came first', () => {
  const { rows } = fall([
    [1, 'permission_request', asks('push')],
    [1.5, 'pre_tool', bash('push')],
    [2, 'pre_tool', { ...bash('b'), tool_input: { command: 'push' } }],
    [2, 'pre_tool', bash('pull')],
    [3, 'permission_request', asks('nothing of the kind')],
    [30, 'post_tool', bash('push', { duration_ms: 0 })],
  ]);
  expect(rows.map(({ moment, wait }) => [moment.name, moment.kind, wait !== undefined])).toEqual([
    ['Bash', 'call', true],
    ['Bash', 'call', false],
    ['Bash', 'call', false],
    ['Waits', 'wait', false],
  ]);
});

test('of a call that was denied without a word, the end is guessed by what its agent did next', () => {
  const { rows } = fall(
    [
      [0, 'user_prompt', prompt],
      [2, 'pre_tool', bash('push')],
      [3, 'permission_request', asks('push')],
      [20, 'pre_tool', bash('pull')],
      [21, 'post_tool', bash('pull')],
    ],
    { settled: { push: 'denied' } },
  );
  expect(rows[1]).toMatchObject({ isGuess: true, toMs: BEGAN_MS + 20_000, wait: { toMs: BEGAN_MS + 20_000 } });
});

test('a call that was interrupted is not stretched to the prompt that came hours later', () => {
  const { rows } = fall(
    [
      [0, 'user_prompt', prompt],
      [2, 'pre_tool', bash('make')],
      [7200, 'user_prompt', prompt],
    ],
    { settled: { make: 'interrupted' } },
  );
  expect(rows[1]).toMatchObject({ isGuess: true, toMs: BEGAN_MS + 2000 });
});

const agent = (id: string, more: Partial<AgentView> = {}): AgentView => ({
  ...{ id, type: 'Explore', state: 'ended', startedAt: '', background: false, agents: [] },
  ...more,
});
const by = (id: string) => ({ agent_id: id, agent_type: 'Explore' });
const start = (id: string) => ({ hook_event_name: 'SubagentStart', ...by(id) });

test('the calls of a sub-agent stand together under the call that sent it, however they interleave', () => {
  const events: Told[] = [
    [0, 'user_prompt', prompt],
    [1, 'pre_tool', bash('send a')],
    [1, 'pre_tool', bash('send b')],
    [2, 'subagent_start', start('a')],
    [2, 'subagent_start', start('b')],
    [3, 'pre_tool', bash('a1', by('a'))],
    [4, 'pre_tool', bash('b1', by('b'))],
    [5, 'pre_tool', bash('a2', by('a'))],
    [6, 'pre_tool', bash('c1', by('c'))],
    [9, 'pre_tool', bash('later')],
  ];
  const tree = [
    agent('a', { callId: 'send a', agents: [agent('c', { callId: 'a1' })] }),
    agent('b', { callId: 'send b' }),
  ];
  const { rows } = fall(events, { agents: tree });
  expect(rows.map(({ moment, depth }) => `${'.'.repeat(depth)}${moment.text}`)).toEqual([
    ...['Do it', 'send a', '.a1', '..c1', '.a2', 'send b', '.b1', 'later'],
  ]);
  expect(rows.filter(({ isHead }) => isHead).map(({ moment }) => moment.text)).toEqual(['send a', 'a1', 'send b']);
});

test('a sub-agent whose call is not known yet, or that works on behind it, has a row of its own', () => {
  const events: Told[] = [
    [0, 'pre_tool', bash('send')],
    [1, 'subagent_start', start('a')],
    [2, 'pre_tool', bash('a1', by('a'))],
    [3, 'post_tool', bash('a1', by('a'))],
  ];
  const shape = (agents: AgentView[]) =>
    fall(events, { agents, now: 10 }).rows.map(({ moment, depth, toMs }) => [moment.name, depth, seconds(toMs)]);
  expect(shape([agent('a', { state: 'working' })])).toEqual([
    ['Bash', 0, 10],
    ['Sub-agent', 0, 10],
    ['Bash', 1, 3],
  ]);
  expect(shape([agent('a', { callId: 'send', background: true, endedAt: '2026-11-22T12:00:05.000Z' })])).toEqual([
    ['Bash', 0, 10],
    ['Sub-agent', 1, 5],
    ['Bash', 2, 3],
  ]);
});

test('agents that would stem from themselves are shown all the same', () => {
  const events: Told[] = [
    [0, 'pre_tool', bash('a1', by('a'))],
    [1, 'pre_tool', bash('b1', by('b'))],
  ];
  const { rows } = fall(events, { agents: [agent('a', { callId: 'b1' }), agent('b', { callId: 'a1' })] });
  expect(rows.map(({ moment }) => moment.text)).toEqual(['a1', 'b1']);
});

test('time is worked, waited or idle; the share of each tool is of the time in calls', () => {
  const { totals, extent, gaps } = fall([
    [0, 'user_prompt', prompt],
    [10, 'pre_tool', bash('push')],
    [10, 'permission_request', asks('push')],
    [110, 'post_tool', bash('push', { duration_ms: 30_000 })],
    [100, 'pre_tool', { ...bash('r'), tool_name: 'Read' }],
    [110, 'post_tool', { ...bash('r'), tool_name: 'Read', duration_ms: 10_000 }],
    [120, 'stop', stop],
    [720, 'user_prompt', prompt],
    [730, 'stop', stop],
  ]);
  expect(totals).toMatchObject({ workedMs: 60_000, waitedMs: 70_000, idleMs: 600_000, withoutCallMs: 30_000 });
  expect(totals.workedMs + totals.waitedMs + totals.idleMs).toBe(totalMs([extent]));
  expect(totals.tools).toEqual([
    { name: 'Bash', calls: 1, ms: 30_000, share: 0.75 },
    { name: 'Read', calls: 1, ms: 10_000, share: 0.25 },
  ]);
  expect(totals.busiest).toMatchObject({ calls: 2, fromMs: BEGAN_MS + 100_000 });
  expect(gaps.map(({ kind, fromMs, toMs }) => [kind, seconds(fromMs), seconds(toMs)])).toEqual([
    ['wait', 10, 80],
    ['idle', 120, 720],
  ]);
});

test('while a sub-agent works, the call that sent it takes no time of its own', () => {
  const { totals } = fall(
    [
      [0, 'pre_tool', { ...bash('send'), tool_name: 'Agent' }],
      [1, 'subagent_start', start('a')],
      [2, 'pre_tool', bash('a1', by('a'))],
    ],
    { agents: [agent('a', { state: 'working' })], now: 10 },
  );
  expect(totals.tools).toEqual([{ name: 'Bash', calls: 1, ms: 8000, share: 1 }]);
  expect(totals.busiest?.calls).toBe(1);
});

test('calls that follow one another at once did not run at once', () => {
  const { totals } = fall([
    [0, 'pre_tool', bash('a')],
    [5, 'post_tool', bash('a')],
    [5, 'pre_tool', bash('b')],
    [9, 'post_tool', bash('b')],
  ]);
  expect(totals.busiest?.calls).toBe(1);
});

test('a row says in words what its bar shows', () => {
  const [row] = fall([
    [0, 'pre_tool', bash('npm test')],
    [8.1, 'post_tool_use_failure', bash('npm test', { duration_ms: 8100, error: 'Exit code 1' })],
  ]).rows;
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' }).format(BEGAN_MS);
  expect(row && describeRow(row)).toBe(`Bash npm test, failed, 8.1 s, started ${clock}`);
});

test('nothing of a session without moments is shown', () => {
  expect(createWaterfall().grow({ moments: [], agents: [], nowMs: 0 })).toBeUndefined();
});
