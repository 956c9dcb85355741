import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { lockOut } from '../helpers/lock-out.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;
let clock = Date.now() - 3_600_000;

const call = (args: readonly string[], columns?: number) =>
  callCli(daemon.home, args, {
    env: { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1', TZ: 'UTC' },
    ...(columns === undefined ? {} : { columns }),
  });

/** A recorded run, or its beginning, each event a second after the one before. */
async function replay(name: string, count = Number.POSITIVE_INFINITY): Promise<string> {
  const events =
    capturedSequences()
      .find((sequence) => sequence.name === name)
      ?.events.slice(0, count) ?? [];
  for (const bytes of events) {
    clock += 1000;
    expect(await daemon.post(bytes, { 'x-mpm-sent-at': String(clock) })).toBe(204);
  }
  return String(JSON.parse(String(events[0])).session_id);
}

const ids: Record<string, string> = {};

beforeAll(async () => {
  daemon = await startTestDaemon();
  ids.waiting = await replay('tui-deny', 5);
  ids.fail = await replay('print-fail');
  ids.agents = await replay('print-twoagents');
});
afterAll(() => daemon.close());

describe('sessions', () => {
  test('puts first who waits for the human, and says for what', async () => {
    const { stdout, code } = await call(['sessions']);
    const lines = stdout.trimEnd().split('\n');

    expect(code).toBe(0);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\w{8} {2}waiting {2}project .*permission: Bash echo oops.*1 prompt, 1 call/);
    expect(lines[1]).toMatch(/ended .*1 prompt, 4 calls, 1 failed/);
  });

  test('says whose question is to be answered, and of one that is over why, where that says anything', async () => {
    const question = { session_id: 'asked', cwd: '/dev/docs', hook_event_name: 'PreToolUse', tool_use_id: 'q' };
    await daemon.post({ ...question, tool_name: 'mcp__tracker__ask', tool_input: {} });
    await daemon.post({ ...question, hook_event_name: 'Elicitation', mcp_server_name: 'tracker' });
    const { stdout } = await call(['sessions']);
    await daemon.request('/v1/sessions/asked', { method: 'DELETE' });

    expect(stdout).toMatch(/waiting {2}docs .*an answer for tracker/);
    expect(stdout).toMatch(/ended {4}project +[\d a-z]+ {5,}1 prompt/);
    expect(stdout).not.toContain('other');
  });

  test.each([80, 140])('keeps within %i columns', async (columns) => {
    const { stdout } = await call(['sessions'], columns);

    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test('says the same to programs', async () => {
    const { stdout } = await call(['sessions', '--state', 'waiting', '--json']);

    expect(JSON.parse(stdout)).toMatchObject({ sessions: [{ id: ids.waiting, state: 'waiting' }] });
  });

  test('refuses a state that there is not', async () => {
    expect(await call(['sessions', '--state', 'asleep'])).toMatchObject({ code: 64 });
  });
});

describe('show', () => {
  const told = (stdout: string) =>
    stdout
      .split('\n')
      .slice(stdout.split('\n').indexOf('') + 1)
      .map((line) => line.slice(22))
      .filter(Boolean);

  test('tells a session from its start, sub-agents indented, in the order of hook time', async () => {
    const { stdout } = await call(['show', 'last']);

    expect(stdout).toContain(`Session    ${ids.agents}`);
    expect(told(stdout)).toEqual([
      'Start       startup',
      'Prompt      [[mock:twoagents]] do it',
      'Agent       Job A',
      'Agent       Job B',
      'Sub-agent   general-purpose',
      'Sub-agent   Explore',
      '  Bash        echo from-sub',
      '  Bash        exit 7  failed: Exit code 7',
      '  Answer      Subagent result text.',
      '  Answer      Sub saw a failure.',
      'Answer      Both agents answered.',
      'End',
    ]);
  });

  test('tells failures with their reason, and waits on the human', async () => {
    expect((await call(['show', ids.fail?.slice(0, 6) ?? ''])).stdout).toMatch(/Bash .*failed: exit 3, oops/);
    expect((await call(['show', ids.waiting ?? ''])).stdout).toMatch(/Waits {7}for permission: Bash echo oops/);
  });

  test('tells what is no call, and what Claude Code has only learnt to tell', async () => {
    const post = (name: string, more: object) =>
      daemon.post({ session_id: 'newer', cwd: '/dev/docs', hook_event_name: name, ...more });
    await post('UserPromptSubmit', { prompt: 'Plan it' });
    await post('TaskCreated', { task_id: '1', task_subject: 'First' });
    await post('MessageDisplay', { delta: 'Well' });
    await post('PlanApproved', { message: 'as it stands' });
    const { stdout } = await call(['show', 'newer']);
    await daemon.request('/v1/sessions/newer', { method: 'DELETE' });

    expect(told(stdout)).toEqual(['Prompt      Plan it', 'Task created  #1 First', 'Plan approved  as it stands']);
  });

  test('tells how long the human was waited for: to allow, to refuse, to answer a server', async () => {
    const base = { session_id: 'waits', cwd: '/dev/docs' };
    const begunMs = Date.now() - 1_800_000;
    const post = (second: number, name: string, more: object = {}) =>
      daemon.post({ ...base, hook_event_name: name, ...more }, { 'x-mpm-sent-at': String(begunMs + second * 1000) });
    const call1 = { tool_name: 'Bash', tool_input: { command: 'make' }, tool_use_id: 'a' };
    const call2 = { tool_name: 'Write', tool_input: { file_path: '/dev/docs/b' }, tool_use_id: 'b' };
    await post(0, 'UserPromptSubmit', { prompt: 'go' });
    await post(1, 'PreToolUse', call1);
    await post(2, 'PermissionRequest', { ...call1, tool_use_id: undefined });
    await post(12, 'PostToolUse', { ...call1, duration_ms: 1000 });
    await post(13, 'PreToolUse', call2);
    await post(14, 'PermissionRequest', { ...call2, tool_use_id: undefined });
    await post(44, 'PostToolBatch', { tool_calls: [call2] });
    await post(50, 'Elicitation', { mcp_server_name: 'tracker', message: 'Which?' });
    await post(90, 'ElicitationResult', { mcp_server_name: 'tracker', action: 'cancel' });
    await post(91, 'Elicitation', { mcp_server_name: 'tracker', message: 'Sure?' });
    const { stdout } = await call(['show', 'waits']);
    const { waits } = JSON.parse((await call(['show', 'waits', '--json'])).stdout);
    await daemon.request('/v1/sessions/waits', { method: 'DELETE' });

    const rows = stdout.split('\n').filter((line) => line.includes('Waits'));
    expect(rows.map((row) => row.slice(10, 31).trim().replace(/ +/g, ' '))).toEqual([
      '9 s Waits',
      '30 s Waits',
      '40 s Waits',
      'Waits',
    ]);
    expect(waits).toMatchObject([
      { kind: 'permission', what: 'Bash', durationMs: 9000 },
      { kind: 'permission', what: 'Write', durationMs: 30_000 },
      { kind: 'question', what: 'tracker', durationMs: 40_000 },
    ]);
  });

  test('gives programs the session, its calls and its events', async () => {
    const story = JSON.parse((await call(['show', ids.fail ?? '', '--json'])).stdout);

    expect(story).toMatchObject({ session: { id: ids.fail }, spans: [{ tool: 'Bash', outcome: 'failed' }] });
    expect(story.events).toHaveLength(10);
  });

  test('an event that came late stands where it belongs', async () => {
    const late = { hook_event_name: 'UserPromptSubmit', session_id: ids.fail, prompt: 'typed long before' };
    await daemon.post(late, { 'x-mpm-sent-at': String(clock - 3_600_000) });

    expect(told((await call(['show', ids.fail ?? ''])).stdout)[0]).toBe('Prompt      typed long before');
  });

  test.each([
    [['show'], 64, 'needs to know which session'],
    [['show', 'nobody'], 1, 'No session with this id is known.'],
  ])('%j ends with %i', async (args, code, says) => {
    const run = await call(args);

    expect(run.code).toBe(code);
    expect(run.stderr).toContain(says);
  });
});

describe('while the disk takes nothing', () => {
  test('both tell what is in memory only, say how much that is, and say it no longer when it is over', async () => {
    const said = async () =>
      (await Promise.all([call(['sessions']), call(['show', 'last'])])).map(({ stderr }) => stderr);
    const line = 'mpm-hook: In memory only, until the disk takes more: 1 event.\n';
    const lock = lockOut(daemon.home.paths.store);
    try {
      expect(await daemon.post({ hook_event_name: 'SessionStart', session_id: 'unkept' })).toBe(503);
      expect(await said()).toEqual([line, line]);
      expect(JSON.parse((await call(['sessions', '--json'])).stdout)).toMatchObject({ held: 1 });
      expect((await call(['sessions'])).stdout).toContain('unkept'.slice(0, 4));
      expect((await call(['show', 'unkept'])).stdout).toContain('Session');
    } finally {
      lock.close();
    }
    await until(async () => (await said()).join('') === '');
  });
});
