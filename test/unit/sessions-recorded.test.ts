import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import { toAgentTree, toSessionView } from '../../src/daemon/sessions/session-view.ts';
import type { AgentView } from '../../src/shared/session-view.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { recordedStory, type Told, tell } from '../helpers/stories.ts';

interface Expected {
  /** Just before its (last) SessionEnd, which would make everything look alike. */
  readonly before: string;
  /** In the order they were first heard of; those of a sub-agent after a dot. */
  readonly calls?: string;
  readonly agents?: string;
  readonly prompts: number;
  readonly errors?: number;
  /** How it ended. */
  readonly end: string;
  readonly startedBy?: string;
}

const print = (calls: string, more: Partial<Expected> = {}): Expected => ({
  before: 'idle',
  calls,
  prompts: 1,
  end: 'other',
  ...more,
});
const tui = (calls: string, more: Partial<Expected> = {}): Expected =>
  print(calls, { end: 'prompt_input_exit', ...more });

/** What each recorded run is known to have done: its name, and what Claude Code's hooks fire and leave out, say so. */
const RUNS: Readonly<Record<string, readonly Expected[]>> = {
  'init-only': [print('', { prompts: 0 })],
  'print-acceptedits': [print('Write ok, Edit ok')],
  'print-agent': [print('Agent ok, .Bash ok', { agents: 'general-purpose ended' })],
  'print-agentflag': [print('Bash ok')], // an agent_type without an agent_id is the main thread's
  'print-auto': [print('Bash denied')],
  'print-badinput': [print('Read failed, NoSuchTool failed', { errors: 2 })],
  'print-bash': [print('Bash ok')],
  'print-bgagent': [print('Agent ok, .Bash ok', { agents: 'general-purpose ended' })],
  'print-bgbash': [print('Bash ok')],
  'print-bypass': [print('Bash ok')],
  'print-cd': [print('Bash ok, Bash ok')],
  'print-compact': [print('Bash ok')],
  'print-denied': [print('Bash denied')],
  'print-denyrule': [print('Bash denied')],
  'print-dontask': [print('Bash failed', { errors: 1 })],
  'print-ephemeral': [print('Bash ok')],
  'print-err400': [print('', { before: 'idle: unknown', errors: 1 })],
  'print-err401': [print('', { before: 'idle: authentication_failed', errors: 1 })],
  'print-err404': [print('', { before: 'idle: model_not_found', errors: 1 })],
  'print-err429': [print('', { before: 'idle: rate_limit', errors: 1 })],
  'print-err500': [print('', { before: 'idle: server_error', errors: 1 })],
  'print-err529': [print('', { before: 'idle: server_error', errors: 1 })],
  'print-fail': [print('Bash failed', { errors: 1 })],
  'print-hello': [print('')],
  'print-init': [print('')],
  'print-maintenance': [print('')],
  'print-maxtok': [print('', { before: 'idle: max_output_tokens', errors: 1 })],
  'print-mcp': [print('mcp__demo__ask ok, mcp__demo__boom failed', { errors: 1 })],
  'print-name': [print('')],
  'print-nested': [print('Agent ok, .Agent ok, .Bash ok', { agents: 'general-purpose ended (general-purpose ended)' })],
  'print-parallel': [print('Bash ok, Bash ok, Read ok')],
  'print-plan': [print('Write denied, Edit failed', { errors: 1 })], // the edit is of a file never read: not valid
  'print-readmissing': [print('Read failed', { errors: 1 })],
  'print-resume-fork': [print('', { prompts: 3 }), print('', { startedBy: 'fork' })],
  'print-rules': [print('Read ok, Read ok')],
  'print-slash': [print(''), print('')],
  'print-tasks': [print('TaskCreate ok, TaskUpdate ok, TaskUpdate ok')],
  'print-twoagents': [
    print('Agent ok, Agent ok, .Bash ok, .Bash failed', {
      agents: 'general-purpose ended, Explore ended',
      errors: 1,
    }),
  ],
  'print-worktree': [print('Bash ok')],
  'print-worktree-hook': [print('Agent ok, .Bash ok', { agents: 'general-purpose ended' })],
  'print-write': [print('Write ok, Edit ok')],
  'stream-autocompact': [print('', { prompts: 4 })],
  'stream-interrupt': [print('Bash interrupted', { prompts: 2 })],
  'stream-interrupt-thinking': [print('', { before: 'working' })], // nothing tells that it was interrupted
  'stream-permission-prompt': [print('Bash denied')],
  'stream-turns': [
    print('Bash ok, Bash ok, Bash ok, Read ok, Write ok, Edit ok', { prompts: 6, end: 'clear' }),
    print('', { startedBy: 'clear' }),
  ],
  'tui-async-exit': [tui('Bash ok')],
  'tui-basic': [tui('Bash failed', { prompts: 3, errors: 1, end: 'clear' }), tui('', { startedBy: 'clear' })],
  'tui-deny': [tui('Bash interrupted', { prompts: 2 })], // dismissed: that fires nothing
  'tui-escape-tool': [tui('Bash interrupted', { prompts: 2 })],
  'tui-idle': [tui('')],
  'tui-model-adddir': [tui('', { prompts: 2 })],
  'tui-sighup': [tui('', { end: 'other' })],
  'tui-sigterm': [tui('', { end: 'other' })],
  'tui-team': [tui('Agent ok, .Bash ok', { agents: 'researcher idle' })],
  'tui-untrusted': [tui('', { prompts: 0, end: 'other' })],
  'tui-window-closed': [tui('', { end: 'other' })],
  'tui-worktree-hook': [tui('')],
};

const view = ({ state }: Told) => toSessionView(state);

function summary(whole: Told, before: Told | undefined): Expected {
  const { why, counts, startedBy = 'startup' } = view(whole);
  const last = before && view(before);
  return {
    before: [last?.state, last?.why].filter(Boolean).join(': '),
    calls: [...whole.calls.values()].map((call) => `${call.agentId ? '.' : ''}${call.tool} ${call.outcome}`).join(', '),
    agents: printTree(toAgentTree([...(before?.agents.values() ?? [])], false)),
    prompts: counts.prompts,
    errors: counts.errors,
    end: why ?? '-',
    startedBy,
  };
}

function printTree(agents: readonly AgentView[]): string {
  return agents
    .map(({ type, state, agents: own }) => `${type} ${state}${own.length > 0 ? ` (${printTree(own)})` : ''}`)
    .join(', ');
}

/** Of each session, what came before its last end. */
function withoutEnds(events: readonly SessionEvent[]): SessionEvent[] {
  const lastEnds = new Set<SessionEvent>();
  for (const { data } of events) {
    const end = events.findLast((one) => one.type === 'hook.session_end' && one.data.session_id === data.session_id);
    if (end !== undefined) lastEnds.add(end);
  }
  return events.filter((event) => !lastEnds.has(event));
}

describe('a recorded run', () => {
  test('is in the table, each of them', () => {
    expect(Object.keys(RUNS).sort()).toEqual(
      capturedSequences()
        .map(({ name }) => name)
        .sort(),
    );
  });

  test.each(Object.entries(RUNS))('%s ends as its name says (F51–F55)', (name, expected) => {
    const events = recordedStory(name);
    const before = tell(withoutEnds(events));
    const told = tell(events);

    expect(told.map((one, at) => summary(one, before[at]))).toEqual(
      expected.map((one) => ({ agents: '', errors: 0, startedBy: 'startup', ...one })),
    );
    expect(told.map(({ state }) => state.turn)).toEqual(expected.map(() => 'ended'));
    for (const { calls, state } of told) {
      expect([...calls.values()].filter(({ outcome }) => outcome === 'running')).toEqual([]);
      expect(state.waits).toEqual([]);
      expect(state.counts.events).toBe(events.filter(({ data }) => data.session_id === state.id).length);
    }
  });
});

describe('in the middle of a recorded run', () => {
  test.each([
    ['tui-basic', 'hook.user_prompt', 1, 'working'],
    ['tui-basic', 'hook.stop', 1, 'idle'],
    ['tui-basic', 'hook.permission_request', 1, 'waiting: permission for Bash'],
    ['tui-basic', 'hook.notification', 1, 'waiting: permission for Bash'],
    ['tui-basic', 'hook.post_tool_use_failure', 1, 'working'],
    ['tui-basic', 'hook.pre_compact', 1, 'working: compacting'],
    ['tui-basic', 'hook.post_compact', 1, 'idle'],
    ['stream-permission-prompt', 'hook.notification', 1, 'waiting: permission for Bash'],
    ['stream-permission-prompt', 'hook.post_tool_batch', 1, 'working'],
    ['tui-deny', 'hook.permission_request', 1, 'waiting: permission for Bash'],
    ['tui-deny', 'hook.user_prompt', 2, 'working'],
    ['print-mcp', 'hook.elicitation', 1, 'waiting: an answer for demo'],
    ['print-mcp', 'hook.elicitation_result', 1, 'working'],
    ['print-bgagent', 'hook.stop', 1, 'working: in the background: Background job'],
    ['print-bgagent', 'hook.stop', 2, 'idle'],
    ['print-bgbash', 'hook.stop', 1, 'working: in the background: Background job'],
    ['print-bgbash', 'hook.stop', 2, 'idle'],
    ['tui-team', 'hook.stop', 1, 'working: in the background: Research'],
    ['tui-team', 'hook.teammate_idle', 1, 'idle'],
    ['tui-idle', 'hook.notification', 1, 'idle'],
    ['print-resume-fork', 'hook.session_end', 1, 'ended: other'],
    ['print-resume-fork', 'hook.session_start', 2, 'idle'],
  ])('%s after its %s number %i is %s', (name, type, nth, expected) => {
    const events = recordedStory(name);
    const at = events.indexOf(events.filter((event) => event.type === type)[nth - 1] as SessionEvent);
    const [first] = tell(events.slice(0, at + 1)).map(view);

    expect([first?.state, first?.why].filter(Boolean).join(': ')).toBe(expected);
  });

  test('F55: the prompt that a finished task makes is neither counted nor shown as the last', () => {
    const [told] = tell(recordedStory('print-bgbash')).map(view);

    expect(told?.lastPrompt?.text).toMatch(/^\[\[mock:bgbash\]\]/);
    expect(told?.counts.prompts).toBe(1);
  });

  test('the last model is the one that was switched to', () => {
    const [told] = tell(recordedStory('stream-turns')).map(view);

    expect(told).toMatchObject({ model: 'claude-sonnet-5', permissionMode: 'acceptEdits' });
  });
});
