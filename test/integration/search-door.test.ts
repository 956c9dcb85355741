import * as os from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Envelope } from '../../src/shared/envelope.ts';
import type { Match, SearchStatus } from '../../src/shared/search.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { until } from '../helpers/until.ts';

interface FoundEvent extends Envelope {
  readonly match: readonly Match[];
}

interface FoundPage {
  readonly events: readonly FoundEvent[];
  readonly before: number;
  readonly after: number;
  readonly more: boolean;
  readonly search: SearchStatus;
}

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
  const call = { session_id: 'one', cwd: '/home/dev/shop', tool_name: 'Bash', tool_input: { command: 'npm test' } };
  await daemon.post({
    hook_event_name: 'UserPromptSubmit',
    session_id: 'one',
    cwd: '/home/dev/shop',
    prompt: 'Why <b>?',
  });
  await daemon.post({ hook_event_name: 'PreToolUse', ...call, tool_use_id: 'call-1' });
  await daemon.post({
    hook_event_name: 'PostToolUseFailure',
    ...call,
    tool_use_id: 'call-1',
    error: 'npm: no such script',
  });
  await daemon.post({
    hook_event_name: 'PostToolUse',
    ...call,
    session_id: 'two',
    cwd: '/home/dev/api',
    tool_use_id: 'call-2',
    agent_id: 'a1',
    agent_type: 'Explore',
  });
  await until(async () => (await find('q=npm')).search.lagEvents === 0, { what: 'the index' });
});
afterAll(() => daemon.close());

async function find(query: string): Promise<FoundPage> {
  const response = await daemon.request(`/v1/events?${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as FoundPage;
}

describe('GET /v1/events?q=', () => {
  test('finds events newest first, with the places where it stands', async () => {
    const page = await find('q=npm');

    expect(page.events.map(({ seq }) => seq)).toEqual([4, 3, 2]);
    expect(page.events[1]).toMatchObject({ type: 'hook.post_tool_use_failure', session_id: 'one' });
    expect(page.events[1]?.match).toEqual(
      expect.arrayContaining([
        { path: 'error', excerpt: 'npm: no such script', ranges: [[0, 3]] },
        { path: 'tool_input.command', excerpt: 'npm test', ranges: [[0, 3]] },
      ]),
    );
    expect(page).toMatchObject({ more: false, search: { indexedSeq: 4, lagEvents: 0, state: 'ready' } });
  });

  test.each([
    ['session=two', [4]],
    ['project=/home/dev/shop', [3, 2]],
    ['type=hook.post_*', [4, 3]],
    ['tool=Ba*', [4, 3, 2]],
    ['tool=Read', []],
    ['outcome=failed', [3]],
    ['outcome=ok,failed', [4, 3]],
    ['outcome=denied', []],
    ['agent=Explore', [4]],
    ['agent=a1,nobody', [4]],
    ['agent=Expl', []],
    ['agent=a1&outcome=failed', []],
    ['since=1h', [4, 3, 2]],
    ['until=1h', []],
    ['host=nowhere', []],
    [`host=${os.hostname()}&outcome=failed`, [3]],
    ['limit=1', [4]],
    ['before=4', [3, 2]],
    ['after=2', [4, 3]],
  ])('%s narrows what is found', async (filter, seqs) => {
    expect((await find(`q=npm&${filter}`)).events.map(({ seq }) => seq)).toEqual(seqs);
  });

  test.each([
    ['project=/home/dev/shop', [1, 2, 3]],
    ['project=/nowhere', []],
    ['outcome=failed', [3]],
    ['outcome=ok', [4]],
    ['outcome=ok,failed&tool=Bash&project=/home/dev/api', [4]],
    ['outcome=interrupted', []],
    ['agent=a1', [4]],
    ['agent=Explore&outcome=failed', []],
    ['agent=nobody', []],
  ])('%s narrows the list of events too, oldest first', async (filter, seqs) => {
    expect((await find(filter)).events.map(({ seq }) => seq)).toEqual(seqs);
  });

  test.each(['"no end', '-npm', '***', 'OR', 'a*'])('%s is refused with a sentence', async (text) => {
    const response = await daemon.request(`/v1/events?q=${encodeURIComponent(text)}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'bad_query', message: expect.stringMatching(/\.$/) },
    });
  });

  test('F33: a question that was refused is counted, and is no lost event', async () => {
    const before = await daemon.status();
    await daemon.request('/v1/events?q=-npm');
    const { refused, rejected, refusedBy, rejectedBy } = await daemon.status();

    expect(refused).toBe(Number(before.refused) + 1);
    expect(refusedBy).toMatchObject({ bad_query: expect.any(Number) });
    expect(rejected).toBe(before.rejected);
    expect(rejectedBy).toEqual({});
  });

  test('an outcome that there is not is refused', async () => {
    expect((await daemon.request('/v1/events?outcome=good')).status).toBe(400);
  });

  test('the names that there are can be asked for', async () => {
    const answer = await daemon.request('/v1/names');
    expect(await answer.json()).toEqual({
      types: ['hook.post_tool', 'hook.post_tool_use_failure', 'hook.pre_tool', 'hook.user_prompt'],
      tools: ['Bash'],
      agents: ['Explore'],
    });
  });

  test('the status tells how far the index is', async () => {
    expect((await daemon.status()).search).toMatchObject({
      state: 'ready',
      indexedSeq: 4,
      lagEvents: 0,
      bytes: expect.any(Number),
    });
  });
});
