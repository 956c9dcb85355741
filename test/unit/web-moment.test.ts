import { expect, test } from 'vitest';
import { toEventType } from '../../src/shared/event-type.ts';
import { createStory } from '../../src/web/state/story.ts';
import { createWaterfall } from '../../src/web/state/waterfall/waterfall.ts';
import { capturedEvents } from '../helpers/fixtures.ts';
import { recordedSession } from '../helpers/recorded-session.ts';
import type { StoryLine } from '../helpers/story-line.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

const CAPTURED = new Map(
  capturedEvents().map(({ name, bytes }) => [name, JSON.parse(bytes.toString('utf8')) as Record<string, unknown>]),
);

const momentsOf = (events: readonly Pick<StoryLine, 'type' | 'data'>[]) => {
  const story = createStory();
  story.add(events.map(({ type, data }, at) => anEnvelope(at + 1, type, data)));
  return story.moments();
};
const momentsOfCaptured = (name: string) => {
  const data = CAPTURED.get(name) ?? {};
  return momentsOf([{ type: toEventType(String(data.hook_event_name)), data }]);
};

test.each([
  ['ConfigChange.project_settings', 'Config change', '.claude/settings.json (project_settings)'],
  ['CwdChanged', 'Cwd changed', '/home/dev/project → sub'],
  ['DirectoryAdded.register_repo_root', 'Directory added', 'sub'],
  ['ElicitationResult', 'Answered', 'demo: cancel'],
  ['FileChanged', 'File changed', 'watched.txt (change)'],
  ['Setup.init', 'Setup', 'init'],
  ['TaskCreated', 'Task created', '#1 First task'],
  ['TaskCompleted', 'Task completed', '#1 First task'],
  ['TeammateIdle.sub', 'Teammate idle', 'researcher'],
  ['WorktreeCreate', 'Worktree create', 'agent-a4f82b7878789210d'],
  ['WorktreeRemove', 'Worktree remove', '/home/dev/trees/wt'],
])('%s stands in the story as a note, %s: %s', (name, says, text) => {
  expect(momentsOfCaptured(name)).toMatchObject([{ kind: 'note', name: says, text }]);
});

test('what is left out is how it works inside, or told by something beside it', () => {
  const silent = [...CAPTURED.keys()].filter((name) => momentsOfCaptured(name).length === 0);
  expect([...new Set(silent.map((name) => name.split('.')[0]))]).toEqual([
    'InstructionsLoaded',
    'MessageDisplay',
    'PostToolBatch',
    'PreCompact',
    'PreModelSwitch',
    'UserPromptExpansion',
  ]);
});

test('what Claude Code may tell one day is a note', () => {
  const data = { hook_event_name: 'PlanApproved', session_id: 'one', cwd: '/home/dev', plan: 'the second' };
  expect(momentsOf([{ type: 'hook.plan_approved', data }])).toMatchObject([
    { kind: 'note', name: 'Plan approved', text: '{"plan":"the second"}' },
  ]);
});

test('a recorded session says nothing beside its prompts, calls, waits, agents and answers but that it began and ended', () => {
  const moments = momentsOf(recordedSession(0));
  expect(moments.filter(({ kind }) => kind === 'note').map(({ name }) => name)).toEqual(['Start', 'End']);
});

test.each([
  ['what comes of itself', 'hook.file_changed', 0],
  ['the end of the session', 'hook.session_end', 60_000],
])('a call whose end nobody told: %s (%s) says that it took %i ms at most', (_, type, tookMs) => {
  const call = { tool_name: 'Bash', tool_use_id: 'a', tool_input: { command: 'make' } };
  const story = createStory();
  story.add([anEnvelope(1, 'hook.pre_tool', call), anEnvelope(61, type)]);
  story.settle([{ tool_use_id: 'a', session_id: 'one', tool: 'Bash', summary: 'make', outcome: 'unknown' }]);
  const [row] = createWaterfall().grow({ moments: story.moments(), agents: [], nowMs: undefined })?.rows ?? [];
  expect((row?.toMs ?? 0) - (row?.fromMs ?? 0)).toBe(tookMs);
});
