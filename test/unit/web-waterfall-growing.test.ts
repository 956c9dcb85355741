import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Envelope } from '../../src/shared/envelope.ts';
import type { AgentView } from '../../src/shared/session-view.ts';
import { createStory } from '../../src/web/state/story.ts';
import { createWaterfall, type Tale } from '../../src/web/state/waterfall/waterfall.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

const BEGAN_MS = Date.UTC(2026, 10, 22, 12);
const AGENTS = ['a', 'b'] as const;

/** Few calls and commands, so that ends find their beginnings, and waits their calls. */
const step = fc.record({
  type: fc.constantFrom(
    ...['user_prompt', 'pre_tool', 'pre_tool', 'post_tool', 'post_tool', 'post_tool', 'stop', 'stop_failure'],
    ...['notification', 'permission_request', 'subagent_start', 'subagent_stop'],
  ),
  call: fc.nat(7),
  command: fc.constantFrom('make', 'push'),
  tool: fc.constantFrom('Bash', 'Bash', 'Agent'),
  agent: fc.option(fc.constantFrom(...AGENTS), { nil: undefined, freq: 3 }),
  afterMs: fc.constantFrom(0, 1, 400, 2500, 2500, 45_000),
  /** It is told by a hook that began so much before. */
  lateMs: fc.constantFrom(0, 0, 0, 0, 3000),
  durationMs: fc.option(fc.constantFrom(0, 300, 2000), { nil: undefined }),
  /** Then somebody looks, and so it stands with the agents. */
  look: fc.option(
    fc.record({
      agents: fc.subarray([...AGENTS]),
      callOfA: fc.option(fc.nat(7), { nil: undefined }),
      callOfB: fc.option(fc.nat(7), { nil: undefined }),
      isWorking: fc.boolean(),
      background: fc.boolean(),
      goesOn: fc.boolean(),
      settled: fc.option(fc.nat(7), { nil: undefined }),
    }),
    { nil: undefined },
  ),
});

type Step = (typeof step extends fc.Arbitrary<infer One> ? One : never) & { readonly atMs: number };

function toEvent({ type, call, command, tool, agent, atMs, durationMs }: Step, seq: number): Envelope {
  const data = {
    hook_event_name: type === 'user_prompt' ? 'UserPromptSubmit' : 'PreToolUse',
    ...{ prompt: 'Go on', tool_name: tool, tool_use_id: `${call}`, tool_input: { command } },
    ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
    ...(agent === undefined || type === 'user_prompt' ? {} : { agent_id: agent, agent_type: 'Explore' }),
  };
  return { ...anEnvelope(seq, `hook.${type}`, data), timestamp: new Date(atMs).toISOString() };
}

function toAgents({ agents, callOfA, callOfB, isWorking, background }: NonNullable<Step['look']>): AgentView[] {
  return agents.map((id) => {
    const callId = id === 'a' ? callOfA : callOfB;
    const sent = callId === undefined ? {} : { callId: `${callId}` };
    const state = isWorking ? 'working' : 'ended';
    return { id, type: 'Explore', state, startedAt: '', background, agents: [], ...sent };
  });
}

/** What was told up to each look. */
function* tell(steps: readonly Omit<Step, 'atMs'>[]): Generator<Tale> {
  const story = createStory();
  let nowMs = BEGAN_MS;
  for (const [at, { look, ...one }] of steps.entries()) {
    nowMs += one.afterMs;
    story.add([toEvent({ ...one, look, atMs: nowMs - one.lateMs }, at + 1)]);
    if (look === undefined) continue;
    const span = { session_id: 'one', tool: 'Bash', summary: '', outcome: 'interrupted' };
    if (look.settled !== undefined) story.settle([{ ...span, tool_use_id: `${look.settled}` }]);
    const agents = toAgents(look);
    yield { moments: story.moments(), agents, nowMs: look.goesOn ? nowMs : undefined };
  }
}

test('however a session grows, its waterfall is the one that is made of all its moments at once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const { grow } = createWaterfall({ leastOver: 1 });
      for (const tale of tell(steps)) expect(grow(tale)).toEqual(createWaterfall().grow(tale));
    }),
    { numRuns: 100 },
  );
});

test('told in steps, it is the same in the end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const growing = createWaterfall({ leastOver: 1 });
      for (const tale of tell(steps)) {
        let shown = growing.grow(tale, 2);
        for (let round = 0; growing.isBehind() && round < 200; round += 1) shown = growing.grow(tale, 2);
        expect(growing.isBehind()).toBe(false);
        expect(shown).toEqual(createWaterfall().grow(tale));
      }
    }),
    { numRuns: 100 },
  );
});

/** Turns of one call each. */
function tellTurns(count: number): Tale {
  const story = createStory();
  for (let turn = 0; turn < count; turn += 1) {
    const parts = ['user_prompt', 'pre_tool', 'post_tool', 'stop'].map((type, at) => {
      const one = { call: turn, command: 'make', tool: 'Bash', agent: undefined, durationMs: undefined } as const;
      const more = { afterMs: 0, lateMs: 0, look: undefined };
      return toEvent({ ...one, ...more, type, atMs: BEGAN_MS + turn * 60_000 + at * 100 } as Step, 4 * turn + at + 1);
    });
    story.add(parts);
  }
  return { moments: story.moments(), agents: [], nowMs: undefined };
}

test('what is over is not laid out again: its rows are the same as before', () => {
  const { grow } = createWaterfall({ leastOver: 1 });
  const { moments } = tellTurns(300);
  const [, before, after] = [0, 1, 2].map((nowMs) => grow({ moments, agents: [], nowMs }));
  expect(before?.rows).toHaveLength(900);
  expect(after?.rows[0]).toBe(before?.rows[0]);
});

test('a wait that is found to be that of a call long over changes what was over', () => {
  const plain = { call: 0, command: 'push', tool: 'Bash', agent: undefined, lateMs: 0, durationMs: undefined } as const;
  const seen = { agents: [], callOfA: undefined, callOfB: undefined, isWorking: false, background: false };
  const look = { ...seen, goesOn: false, settled: 0 };
  const steps: Parameters<typeof tell>[0] = [
    { ...plain, type: 'user_prompt', afterMs: 0, look: undefined },
    { ...plain, type: 'pre_tool', afterMs: 400, look: undefined },
    { ...plain, type: 'user_prompt', afterMs: 2500, look: undefined },
    { ...plain, type: 'post_tool', call: 1, command: 'make', afterMs: 400, look },
    { ...plain, type: 'permission_request', afterMs: 2500, look },
  ];
  const { grow } = createWaterfall({ leastOver: 1 });
  const shown = [...tell(steps)].map((tale) => [grow(tale), createWaterfall().grow(tale)]);
  expect(shown.map(([grown]) => grown?.rows.some(({ wait }) => wait !== undefined))).toEqual([false, true]);
  for (const [grown, whole] of shown) expect(grown).toEqual(whole);
});

/** The same moments; counted is which of them are laid out, for which their names have to be known. */
function watch(moments: Tale['moments']) {
  const laidOut = new Set<string>();
  const watched = moments.map((moment) =>
    Object.defineProperty({ ...moment }, 'name', {
      get() {
        laidOut.add(moment.key);
        return moment.name;
      },
    }),
  );
  return { watched, laidOut };
}

test('a sub-agent stands under the call that sent it, though a turn has begun since and the call is told only now', () => {
  const plain = {
    call: 1,
    command: 'make',
    tool: 'Agent',
    agent: undefined,
    lateMs: 0,
    durationMs: undefined,
  } as const;
  const known = { agents: ['a' as const], callOfA: 1, callOfB: undefined, isWorking: false, background: false };
  const look = { ...known, goesOn: false, settled: undefined };
  const steps: Parameters<typeof tell>[0] = [
    { ...plain, type: 'notification', agent: 'a', afterMs: 0, look: undefined },
    { ...plain, type: 'user_prompt', afterMs: 45_000, look: undefined },
    { ...plain, type: 'stop', afterMs: 2500, look },
    { ...plain, type: 'pre_tool', afterMs: 0, look },
  ];
  const { grow } = createWaterfall({ leastOver: 1 });
  const shown = [...tell(steps)].map((tale) => grow(tale)?.rows.map(({ depth }) => depth));
  expect(shown).toEqual([
    [0, 0, 0],
    [0, 0, 0, 1],
  ]);
});

test('of a long session about so many moments are laid out in a step, and what was shown stays meanwhile', () => {
  const growing = createWaterfall();
  const { watched, laidOut } = watch(tellTurns(3000).moments);
  const beginning = growing.grow({ moments: watched.slice(0, 90), agents: [], nowMs: undefined });
  const steps = Array.from({ length: 5 }, () => {
    laidOut.clear();
    const shown = growing.grow({ moments: watched, agents: [], nowMs: undefined }, 2000);
    return { shown, count: laidOut.size };
  });
  expect(steps.map(({ shown }) => shown?.rows.length)).toEqual([90, 90, 90, 90, 9000]);
  expect(steps[0]?.shown).toBe(beginning);
  for (const { count } of steps) expect(count).toBeLessThanOrEqual(2000);
});

test('what is told otherwise from its beginning on, again and again, is shown all the same', () => {
  const growing = createWaterfall({ leastOver: 1 });
  const { moments } = tellTurns(300);
  const shown = Array.from({ length: 40 }, (_, again) => {
    const first = { ...(moments[0] as (typeof moments)[number]), text: `told ${again}` };
    return growing.grow({ moments: [first, ...moments.slice(1)], agents: [], nowMs: undefined }, 100);
  });
  const texts = new Set(shown.map((one) => one?.rows[0]?.moment.text));
  expect([...texts]).toEqual([undefined, 'told 26']);
});

test('what is told late has only that looked at again which is not over long before it', () => {
  const { grow } = createWaterfall({ leastOver: 1 });
  const { moments } = tellTurns(300);
  const tale = (all: Tale['moments']): Tale => ({ moments: all, agents: [], nowMs: undefined });
  for (let count = 30; count < 900; count += 30) grow(tale(moments.slice(0, count)));
  const before = grow(tale(moments));
  const [kept, late] = [
    moments.slice(0, 800),
    { ...(moments[799] as (typeof moments)[number]), key: 'late', seq: 9999 },
  ];
  const after = grow(tale([...kept, late, ...moments.slice(800)]));
  expect(after).toEqual(createWaterfall().grow(tale([...kept, late, ...moments.slice(800)])));
  const same = after?.turns.filter((turn, at) => turn === before?.turns[at]).length ?? 0;
  expect(same).toBeGreaterThan(200);
  expect(same).toBeLessThan(270);
});
