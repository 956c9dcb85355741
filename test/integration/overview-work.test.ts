import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Overview } from '../../src/shared/overview.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';

let daemon: InProcessDaemon;

beforeEach(async () => {
  daemon = await startTestDaemon();
});
afterEach(() => daemon.close());

async function get<Body>(path: string): Promise<Body> {
  return (await (await daemon.request(path)).json()) as Body;
}

const done = (tool: string, file: string) => ({
  ...{ hook_event_name: 'PostToolUse', tool_name: tool, tool_use_id: `call-${tool}` },
  ...{ tool_input: { file_path: file }, tool_response: {} },
});

describe('the work of sessions in the overview', () => {
  test('says on what each it worked, what it did and changed, and where each wait began', async () => {
    const bash = { tool_name: 'Bash', tool_input: { command: 'npm test' }, tool_use_id: 'a' };
    const one = { session_id: 'one', cwd: '/dev/one' };
    await daemon.post({ ...one, hook_event_name: 'UserPromptSubmit', prompt: 'Mend the test' });
    await daemon.post({ ...one, ...bash, hook_event_name: 'PreToolUse' });
    await daemon.post({ ...one, ...bash, hook_event_name: 'PermissionRequest' });
    await daemon.post({ ...one, ...bash, hook_event_name: 'PostToolUseFailure', error: 'Exit code 1' });
    await daemon.post({ ...one, ...done('Edit', '/a.ts') });
    await daemon.post({ ...one, ...done('Write', '/a.ts') });
    await daemon.post({ ...one, ...done('Read', '/b.ts') });
    await daemon.post({ hook_event_name: 'SessionEnd', session_id: 'two' });
    const { work, waits, totals } = await get<Overview>('/v1/overview');
    const asked = await get<{ events: { seq: number }[] }>('/v1/events?type=hook.permission_request');

    expect(totals.sessions).toBe(2);
    expect(work).toMatchObject([
      {
        ...{ id: 'one', prompts: 1, lastPrompt: 'Mend the test', calls: 4, failed: 1, changed: 1, files: ['/a.ts'] },
        tools: expect.arrayContaining([{ tool: 'Bash', calls: 1 }]),
        waits: { count: 1 },
      },
    ]);
    expect(waits.longest).toMatchObject([{ what: 'Bash', summary: 'npm test', seq: asked.events[0]?.seq }]);
  });

  test('is of the time that was asked for, with the prompt of then', async () => {
    const post = (minutesAgo: number, event: object) =>
      daemon.post({ session_id: 'one', ...event }, { 'x-mpm-sent-at': String(Date.now() - minutesAgo * 60_000) });
    await post(50, { hook_event_name: 'UserPromptSubmit', prompt: 'Then' });
    await post(49, done('Edit', '/then.ts'));
    await post(8, { hook_event_name: 'UserPromptSubmit', prompt: 'Now' });
    await post(4, done('Write', '/now.ts'));
    const { work: then } = await get<Overview>('/v1/overview?since=1h&until=30m');
    const { work: now } = await get<Overview>('/v1/overview?since=30m');
    const { work: afterwards } = await get<Overview>('/v1/overview?since=6m');

    expect(then).toMatchObject([{ lastPrompt: 'Then', prompts: 1, files: ['/then.ts'] }]);
    expect(afterwards).toMatchObject([{ lastPrompt: 'Now', prompts: 0, files: ['/now.ts'] }]);
    expect(now).toMatchObject([{ lastPrompt: 'Now', prompts: 1, files: ['/now.ts'] }]);
  });

  test('names the sessions that were at work last, and of the files those that were changed last', async () => {
    for (let at = 0; at < 25; at += 1) {
      const minutesAgo = 40 - at;
      const headers = { 'x-mpm-sent-at': String(Date.now() - minutesAgo * 60_000) };
      await daemon.post({ session_id: `s${at}`, hook_event_name: 'UserPromptSubmit', prompt: 'go' }, headers);
    }
    for (const file of ['a', 'b', 'c', 'd', 'e', 'f', 'a']) {
      await daemon.post({ session_id: 'last', ...done('Edit', `/${file}`), tool_use_id: `${Math.random()}` });
    }
    const { work, totals } = await get<Overview>('/v1/overview');

    expect(totals.sessions).toBe(26);
    expect(work.map(({ id }) => id)).toEqual(['last', ...Array.from({ length: 19 }, (_, at) => `s${24 - at}`)]);
    expect(work[0]).toMatchObject({ changed: 6, files: ['/a', '/f', '/e', '/d', '/c'] });
  });
});
