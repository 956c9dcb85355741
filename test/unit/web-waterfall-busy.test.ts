import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Envelope } from '../../src/shared/envelope.ts';
import type { AgentView } from '../../src/shared/session-view.ts';
import { createStory } from '../../src/web/state/story.ts';
import { createWaterfall, type Tale, type Waterfall } from '../../src/web/state/waterfall/waterfall.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

const BEGAN_MS = Date.UTC(2026, 10, 22, 12);

const beat = fc.record({
  does: fc.constantFrom(
    ...(['prompt', 'prompt', 'prompt', 'begin', 'begin', 'begin', 'end', 'end', 'end'] as const),
    ...(['ask', 'answer', 'send', 'return', 'give up'] as const),
  ),
  /** Of several that could be meant. */
  which: fc.nat(11),
  command: fc.constantFrom('make', 'push'),
  afterMs: fc.constantFrom(0, 1, 400, 1900, 2500, 2500, 45_000),
  /** Some of it is told by a hook that began earlier. */
  lateMs: fc.constantFrom<number>(...Array.from({ length: 15 }, () => 0), 900, 3000),
  durationMs: fc.constantFrom(undefined, 0, 2000),
});
type Beat = typeof beat extends fc.Arbitrary<infer One> ? One : never;

/** A session that is never quiet: calls are in flight over one another, sub-agents come and go, and it is looked at after each event. */
function* live(beats: readonly Beat[]): Generator<Tale> {
  const story = createStory();
  const open: { readonly id: string; readonly data: object }[] = [];
  const agents: AgentView[] = [];
  let nowMs = BEGAN_MS;
  let seq = 0;

  const tell = (type: string, data: object, lateMs: number): void => {
    seq += 1;
    const event: Envelope = anEnvelope(seq, `hook.${type}`, { hook_event_name: 'PreToolUse', ...data });
    story.add([{ ...event, timestamp: new Date(nowMs - lateMs).toISOString() }]);
  };
  const begin = (tool: string, { command, which, lateMs }: Beat): string => {
    const working = agents.filter(({ state }) => state === 'working');
    const agent = working[which % (working.length + 1)];
    const id = `${seq}`;
    const data = { tool_name: tool, tool_use_id: id, tool_input: { command }, agent_id: agent?.id };
    open.push({ id, data });
    tell('pre_tool', data, lateMs);
    return id;
  };
  const send = (one: Beat): void => {
    const callId = one.which % 3 === 0 ? undefined : begin('Agent', one);
    const id = `agent ${agents.length}`;
    const sent = callId === undefined ? {} : { callId };
    agents.push({
      id,
      type: '',
      state: 'working',
      startedAt: '',
      background: one.which % 2 === 0,
      agents: [],
      ...sent,
    });
    tell('subagent_start', { agent_id: id }, one.lateMs);
  };
  const end = ({ which, durationMs, lateMs }: Beat): void => {
    const [call] = open.splice(which % Math.max(1, open.length), 1);
    if (call) tell('post_tool', { ...call.data, duration_ms: durationMs }, lateMs);
  };
  const giveUp = ({ which }: Beat): void => {
    const [call] = open.splice(which % Math.max(1, open.length), 1);
    const span = { session_id: 'one', tool: 'Bash', summary: '', outcome: 'interrupted' } as const;
    if (call) story.settle([{ ...span, tool_use_id: call.id }]);
  };
  const comeBack = ({ which, lateMs }: Beat): void => {
    const at = which % Math.max(1, agents.length);
    const agent = agents[at];
    if (agent === undefined) return;
    tell('subagent_stop', { agent_id: agent.id }, lateMs);
    agents[at] = { ...agent, state: 'ended', endedAt: agent.endedAt ?? new Date(nowMs).toISOString() };
  };
  const acts: Record<Beat['does'], (one: Beat) => void> = {
    prompt: ({ lateMs }) => tell('user_prompt', { hook_event_name: 'UserPromptSubmit', prompt: 'Go on' }, lateMs),
    answer: ({ lateMs }) => tell('stop', {}, lateMs),
    begin: (one) => void begin('Bash', one),
    ask: ({ command, lateMs }) => tell('permission_request', { tool_name: 'Bash', tool_input: { command } }, lateMs),
    ...{ end, send, return: comeBack, 'give up': giveUp },
  };
  for (const one of beats) {
    nowMs += one.afterMs;
    acts[one.does](one);
    yield { moments: story.moments(), agents: [...agents], nowMs: one.which === 0 ? undefined : nowMs };
  }
}

test('a session that is never quiet has the same waterfall as if all of it had been told at once', () => {
  fc.assert(
    fc.property(fc.array(beat, { minLength: 20, maxLength: 60, size: 'max' }), (beats) => {
      const { grow } = createWaterfall({ leastOver: 1 });
      const stepping = createWaterfall({ leastOver: 1 });
      let shown: Waterfall | undefined;
      for (const tale of live(beats)) {
        const whole = createWaterfall().grow(tale);
        expect(grow(tale)).toEqual(whole);
        const inSteps = stepping.grow(tale, 3);
        if (stepping.isBehind()) expect(inSteps).toBe(shown);
        else expect(inSteps).toEqual(whole);
        shown = inSteps;
      }
    }),
    { numRuns: 80 },
  );
});

test('a call that is told late still finds its wait, though a turn has begun since', () => {
  const plain = { which: 1, command: 'push', lateMs: 0, durationMs: undefined } as const;
  const beats: Beat[] = [
    { ...plain, does: 'prompt', afterMs: 0 },
    { ...plain, does: 'ask', afterMs: 400 },
    { ...plain, does: 'prompt', afterMs: 400 },
    { ...plain, does: 'answer', afterMs: 2500 },
    { ...plain, does: 'begin', afterMs: 0, lateMs: 1900 },
  ];
  const { grow } = createWaterfall({ leastOver: 1 });
  const shown = [...live(beats)].map((tale) => grow(tale));
  expect(shown.map((waterfall) => waterfall?.rows.some(({ wait }) => wait))).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
});

test.each([
  ['has begun in the middle of', 1900, 3000],
  ['begins with the end of', 0, 2500],
] as const)('a wait that is told late is that of a call that a turn %s', (_, endsAfterMs, lateMs) => {
  const plain = { which: 0, command: 'push', afterMs: 0, lateMs: 0, durationMs: undefined } as const;
  const beats: Beat[] = [
    { ...plain, does: 'begin', command: 'make' },
    { ...plain, does: 'begin' },
    { ...plain, does: 'end' },
    { ...plain, does: 'prompt', afterMs: 2500 },
    { ...plain, does: 'end', afterMs: endsAfterMs },
    { ...plain, does: 'ask', afterMs: 2500, lateMs },
  ];
  const { grow } = createWaterfall({ leastOver: 1 });
  const shown = [...live(beats)].map((tale) => grow(tale));
  expect(shown.at(-1)?.rows.some(({ wait }) => wait)).toBe(true);
});

test('what was heard of last may be the end of a call that a turn has begun after', () => {
  const plain = { which: 0, command: 'make', afterMs: 2500, lateMs: 0, durationMs: undefined } as const;
  const acts = ['begin', 'prompt', 'answer', 'end', 'give up'] as const;
  const tales = [...live(acts.map((does) => ({ ...plain, does })))];
  const { grow } = createWaterfall({ leastOver: 1 });
  expect(tales.map((tale) => grow(tale)?.extent.toMs)).toEqual([1, 2, 3, 4, 4].map((beats) => BEGAN_MS + beats * 2500));
});
