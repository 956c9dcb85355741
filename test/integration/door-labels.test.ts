import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patchSession, readSessions } from '../../src/client/read-sessions.ts';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { connectStream } from '../helpers/stream-client.ts';

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
  for (const id of ['one', 'two', 'hidden']) {
    expect(await daemon.post({ hook_event_name: 'UserPromptSubmit', session_id: id, prompt: 'do it' })).toBe(204);
  }
});
afterAll(() => daemon.close());

const patch = (id: string, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  daemon.request(`/v1/sessions/${id}`, { method: 'PATCH', body, headers });
const where = () => ({ home: daemon.home.paths.home });
const idsOf = async (query = '') => {
  const { sessions } = (await (await daemon.request(`/v1/sessions${query}`)).json()) as { sessions: { id: string }[] };
  return sessions.map(({ id }) => id).sort();
};
const call = (args: readonly string[]) =>
  callCli(daemon.home, args, { env: { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1' } });

describe('PATCH /v1/sessions/:id', () => {
  test('names and pins a session, and answers with it', async () => {
    const answer = await patch('one', '{"name": " the checkout ", "pinned": true}');

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ id: 'one', name: 'the checkout', pinned: true, agents: [] });
    expect(await (await daemon.request('/v1/sessions/one')).json()).toMatchObject({
      name: 'the checkout',
      pinned: true,
    });
    const [listed] = (await readSessions({ limit: 9, ...where() })).filter(({ id }) => id === 'one');
    expect(listed).toMatchObject({ name: 'the checkout', pinned: true });
    expect(listed).not.toHaveProperty('hidden');
  });

  test('changes what it names, and takes it back', async () => {
    await patch('two', '{"name": "x", "pinned": true, "hidden": true}');
    await patch('two', '{"pinned": false}');
    expect(await (await patch('two', '{}')).json()).toMatchObject({ name: 'x', hidden: true });
    const bare = await (await patch('two', '{"name": null, "hidden": false}')).json();

    for (const label of ['name', 'pinned', 'hidden']) expect(bare).not.toHaveProperty(label);
  });

  test('is told to everybody who listens, all that is said of it', async () => {
    const client = await connectStream(daemon);
    client.say({ type: 'register', types: [] });
    await client.next('system.welcome');
    await patch('two', '{"name": "told", "hidden": true}');
    expect(await client.next('system.labels')).toEqual({
      type: 'system.labels',
      session_id: 'two',
      name: 'told',
      pinned: false,
      hidden: true,
    });
    await patch('two', '{"name": null, "hidden": false, "pinned": true}');
    expect(await client.next('system.labels')).toMatchObject({ name: null, pinned: true, hidden: false });
    await patch('nobody', '{"pinned": true}');
    await patch('two', '{"pinned": false}');
    expect(await client.next('system.labels')).toMatchObject({ session_id: 'two', pinned: false });
    client.close();
  });

  test('an event that comes afterwards changes none of it', async () => {
    await patch('one', '{"name": "kept", "pinned": true}');
    await daemon.post({ hook_event_name: 'Stop', session_id: 'one' });

    expect(await (await daemon.request('/v1/sessions/one')).json()).toMatchObject({
      state: 'idle',
      name: 'kept',
      pinned: true,
    });
  });

  test('hidden sessions are in lists that ask for them', async () => {
    await patch('hidden', '{"hidden": true}');

    expect(await idsOf()).toEqual(['one', 'two']);
    expect(await idsOf('?hidden=false')).toEqual(['one', 'two']);
    expect(await idsOf('?hidden=true')).toEqual(['hidden']);
    expect(await idsOf('?hidden=all')).toEqual(['hidden', 'one', 'two']);
    expect((await daemon.request('/v1/sessions?hidden=maybe')).status).toBe(400);
  });

  test.each([
    ['nobody', '{"pinned": true}', 404, 'no_session'],
    ['one', '{"pinned": "yes"}', 400, 'bad_patch'],
    ['one', '{"hidden": 1}', 400, 'bad_patch'],
    ['one', '{"name": 7}', 400, 'bad_patch'],
    ['one', `{"name": "${'x'.repeat(201)}"}`, 400, 'bad_patch'],
    ['one', '{"pined": true}', 400, 'bad_patch'],
    ['one', '[]', 400, 'bad_patch'],
    ['one', '{', 400, 'bad_json'],
    ['%E0%A4%A', '{}', 400, 'bad_query'],
    ['one', ' '.repeat(20_000), 413, 'too_large'],
  ])('%s with %s is answered with %i %s', async (id, body, status, code) => {
    const answer = await patch(id, body);

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code, message: expect.stringMatching(/\.$/) } });
  });

  test('what a page could send unasked is refused, and so is who has no token', async () => {
    expect((await patch('one', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fetch(`${daemon.url}/v1/sessions/one`, { method: 'PATCH' })).status).toBe(401);
    expect((await daemon.request('/v1/sessions', { method: 'PATCH' })).status).toBe(405);
  });
});

describe('commands', () => {
  test('pin, unpin and rename say what they did', async () => {
    expect(await call(['pin', 'on'])).toMatchObject({ code: 0, stderr: 'Session one is pinned.\n' });
    expect(await call(['unpin', 'one'])).toMatchObject({ code: 0, stderr: 'Session one is not pinned.\n' });
    expect(await call(['rename', 'one', 'my work'])).toMatchObject({ stderr: 'Session one is called "my work".\n' });
    expect((await call(['sessions'])).stdout).toContain('my work');
    expect(JSON.parse((await call(['rename', 'one', '--json'])).stdout)).not.toHaveProperty('name');
  });

  test('sessions has the hidden ones with --all, and any of them can be shown', async () => {
    await patchSession('hidden', { hidden: true }, where());

    expect((await call(['sessions'])).stdout).not.toContain('hidden');
    expect((await call(['sessions', '--all'])).stdout).toContain('hidden');
    expect(await call(['show', 'hid'])).toMatchObject({ code: 0 });
  });

  test.each([
    [['pin'], 64],
    [['rename'], 64],
    [['unpin', 'nobody'], 1],
  ])('%j ends with %i', async (args, code) => {
    expect((await call(args)).code).toBe(code);
  });

  test('daemon status says how much is kept', async () => {
    expect((await call(['daemon', 'status'])).stdout).toMatch(
      /^Kept {6}\S+ [KM]B of at most 2\.1 GB, the oldest event .* old$/m,
    );
    const { retention, pruned } = JSON.parse((await call(['daemon', 'status', '--json'])).stdout);
    expect(retention).toMatchObject({ days: 30, maxBytes: 2 ** 31, bytes: expect.any(Number) });
    expect([pruned, Date.parse(retention.oldestEventAt)]).toEqual([0, expect.any(Number)]);
  });
});
