import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Overview } from '../../src/shared/overview.ts';
import type { TouchedFile } from '../../src/shared/touched-file.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { parseMetrics } from '../helpers/prometheus.ts';

let daemon: InProcessDaemon;

beforeEach(async () => {
  daemon = await startTestDaemon();
});
afterEach(() => daemon.close());

async function get<Body>(path: string): Promise<Body> {
  const response = await daemon.request(path);
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

async function postAll(...names: readonly string[]): Promise<void> {
  for (const { name, events } of capturedSequences()) {
    if (names.includes(name)) for (const bytes of events) await daemon.post(bytes);
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const touch = (tool: string, input: object, response: object = {}, more: object = {}) => ({
  ...{
    hook_event_name: 'PostToolUse',
    session_id: 'one',
    cwd: '/dev/one',
    tool_name: tool,
    tool_use_id: `call-${tool}`,
  },
  ...{ tool_input: input, tool_response: response },
  ...more,
});

describe('GET /v1/overview', () => {
  test('is of the last hour where nothing is said, by the minute', async () => {
    await postAll('tui-basic', 'print-fail');
    const { bucketMs, since, until, totals, sessions, activity, tools } = await get<Overview>('/v1/overview');
    const status = await daemon.status();

    expect(bucketMs).toBe(60_000);
    expect(Date.parse(until) - Date.parse(since)).toBeGreaterThanOrEqual(3_600_000);
    expect(Date.parse(until) - Date.parse(since)).toBeLessThan(3_660_000);
    expect(totals).toMatchObject({ events: status.events, sessions: status.sessions });
    expect(sum(activity.events)).toBe(status.events);
    expect(sessions).toContainEqual({ id: activity.sessions[0]?.id, project: '/home/dev/project' });
    expect(tools.some(({ tool, failed }) => tool === 'Bash' && failed > 0)).toBe(true);
  });

  test('tells how long hooks were held up, by what they said themselves', async () => {
    for (let ms = 1; ms <= 100; ms += 1) {
      await daemon.post({ hook_event_name: 'Stop', session_id: 'one' }, { 'x-mpm-elapsed-us': String(ms * 1_000_000) });
    }
    const { hook } = await get<Overview>('/v1/overview');

    expect(hook).toMatchObject({ p50Ms: 50_000, p95Ms: 95_000, p99Ms: 99_000, count: 100 });
    expect(sum(hook.overTime.count)).toBe(100);
    expect(hook.overTime.p95Ms.filter((value) => value !== null).length).toBeGreaterThan(0);
  });

  test('counts what came twice and what was refused, also when the daemon was started again', async () => {
    const id = '018f0000-0000-7000-8000-000000000001';
    const event = { hook_event_name: 'Stop', session_id: 'one' };
    await daemon.post(event, { 'x-mpm-event-id': id });
    await daemon.post(event, { 'x-mpm-event-id': id });
    await daemon.request('/v1/events', { method: 'POST', body: '{}', headers: { 'content-type': 'text/csv' } });
    await daemon.request('/v1/overview?since=nonsense');
    await daemon.stop();
    daemon = await startTestDaemon({ home: daemon.home });
    const { losses } = await get<Overview>('/v1/overview');

    expect(losses).toMatchObject({ duplicates: 1, rejected: 1, dropped: 0, late: 0, spool: { now: 0, most: 0 } });
    expect(sum(losses.overTime.duplicates)).toBe(1);
  });

  test('says who waits now', async () => {
    const call = { session_id: 'one', tool_name: 'Bash', tool_input: { command: 'rm' }, tool_use_id: 'a' };
    await daemon.post({ hook_event_name: 'PreToolUse', ...call });
    await daemon.post({ hook_event_name: 'PermissionRequest', ...call });
    const { waits } = await get<Overview>('/v1/overview');
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const { waits: elsewhere } = await get<Overview>(`/v1/overview?session=two&until=${later}`);

    expect(waits.permission.count).toBe(1);
    expect(waits.longest).toMatchObject([{ session_id: 'one', kind: 'permission', what: 'Bash' }]);
    expect(waits.longest[0]?.endedAt).toBeUndefined();
    expect(waits.sessions).toMatchObject([{ id: 'one', permission: { count: 1 }, prompt: { count: 0 } }]);
    expect(elsewhere.permission.count).toBe(0);
  });

  test.each([
    ['since=1h&until=2h', 'must be before'],
    ['since=2000d', '1000 days'],
    ['since=soon', 'ISO 8601'],
    ['bucket=1', 'no "bucket"'],
  ])('refuses "%s" with a sentence', async (query, says) => {
    const response = await daemon.request(`/v1/overview?${query}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'bad_query', message: expect.stringContaining(says) },
    });
  });

  test('has no content of a project that only metadata is kept of', async () => {
    await daemon.close();
    daemon = await startTestDaemon({ settings: { capture: 'metadata' } });
    const input = { file_path: '/home/dev/hushed-name.ts', command: 'echo hushed-name' };
    await daemon.post({ ...touch('Bash', input), hook_event_name: 'PreToolUse' });
    await daemon.post(touch('Bash', input, {}, { duration_ms: 12 }));
    await daemon.post(touch('Edit', input));
    await daemon.post({ ...touch('Bash', input), hook_event_name: 'PermissionRequest' });
    await daemon.post({ hook_event_name: 'UserPromptSubmit', session_id: 'one', cwd: '/dev/one', prompt: 'hushed' });
    const overview = await get<Overview>('/v1/overview');
    const files = await get<{ files: TouchedFile[] }>('/v1/sessions/one/files');

    expect(overview.tools).toMatchObject([{ tool: 'Bash' }, { tool: 'Edit' }]);
    expect(JSON.stringify([overview, files, await (await daemon.request('/metrics')).text()])).not.toContain('hushed');
  });

  test.each(['/v1/overview', '/v1/sessions/one/files', '/metrics'])('%s is not for who has no token', async (path) => {
    expect((await fetch(daemon.url + path)).status).toBe(401);
  });
});

describe('GET /v1/sessions/:id/files', () => {
  const patch = (...lines: string[]) => ({ structuredPatch: [{ oldStart: 1, lines }] });

  test('counts what was read and changed, by Claude Code’s own diff where there is one', async () => {
    await daemon.post(touch('Read', { file_path: '/a.ts' }));
    await daemon.post(touch('Edit', { file_path: '/a.ts' }, patch(' same', '-old', '+new', '+more')));
    await daemon.post(
      touch('Edit', { file_path: '/a.ts', old_string: 'x', new_string: 'x\ny\n' }, {}, { agent_id: 'a1' }),
    );
    await daemon.post(
      touch('Write', { file_path: '/b.ts', content: 'one\ntwo\n' }, { type: 'create', structuredPatch: [] }),
    );
    await daemon.post(touch('NotebookEdit', { notebook_path: '/c.ipynb' }));
    await daemon.post(touch('Grep', { path: '/d.ts' }));
    const { files } = await get<{ files: TouchedFile[] }>('/v1/sessions/one/files');
    const byPath = new Map(files.map((file) => [file.path, file]));

    expect([...byPath.keys()].sort()).toEqual(['/a.ts', '/b.ts', '/c.ipynb']);
    expect(byPath.get('/a.ts')).toMatchObject({
      ...{ reads: 1, edits: 2, writes: 0, linesAdded: 4, linesRemoved: 2 },
      ...{ agents: ['a1'], seqs: [1, 2, 3], changeSeqs: [2, 3] },
    });
    expect(byPath.get('/b.ts')).toMatchObject({ writes: 1, linesAdded: 2, linesRemoved: 0 });
    expect(byPath.get('/c.ipynb')).toMatchObject({ edits: 1, linesAdded: null, linesRemoved: null });
  });

  test('comes page by page, what was touched last first, each file once', async () => {
    for (let at = 0; at < 7; at += 1) await daemon.post(touch('Read', { file_path: `/${at}.ts` }));
    await daemon.post(touch('Read', { file_path: '/3.ts' }));
    const paths: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { files: TouchedFile[]; cursor: string | null } = await get(
        `/v1/sessions/one/files?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      paths.push(...page.files.map(({ path }) => path));
      cursor = page.cursor;
    }
    const { files } = await get<{ files: TouchedFile[] }>('/v1/sessions/one/files');

    expect(paths).toEqual(files.map(({ path }) => path));
    expect(paths.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6].map((at) => `/${at}.ts`));
    expect(files.map(({ lastAt }) => lastAt)).toEqual(
      files
        .map(({ lastAt }) => lastAt)
        .toSorted()
        .toReversed(),
    );
  });

  test('of recorded runs are those that their finished calls name', async () => {
    await postAll('print-write', 'print-acceptedits', 'print-rules');
    const { sessions } = await get<{ sessions: { id: string }[] }>('/v1/sessions');
    const { events } = await get<{ events: { type: string; data: { tool_input?: { file_path?: string } } }[] }>(
      '/v1/events?limit=1000',
    );
    const pages = await Promise.all(
      sessions.map(({ id }) => get<{ files: TouchedFile[] }>(`/v1/sessions/${id}/files`)),
    );
    const found = pages.flatMap(({ files }) => files.map(({ path }) => path));
    const named = events.filter(({ type }) => type === 'hook.post_tool').map(({ data }) => data.tool_input?.file_path);

    expect(new Set(found)).toEqual(new Set(named.filter((path) => path !== undefined)));
    expect(found.length).toBeGreaterThan(0);
  });

  test('of nobody are 404, and with a cursor of nobody’s 400', async () => {
    await daemon.post(touch('Read', { file_path: '/a.ts' }));

    expect((await daemon.request('/v1/sessions/nobody/files')).status).toBe(404);
    expect((await daemon.request('/v1/sessions/one/files?cursor=x')).status).toBe(400);
    expect((await daemon.request('/v1/sessions/one/other')).status).toBe(404);
  });
});

describe('GET /metrics', () => {
  async function metrics(): Promise<string> {
    const response = await daemon.request('/metrics');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return response.text();
  }

  test('is what Prometheus reads, and counts what the status counts', async () => {
    await daemon.post({ hook_event_name: 'Stop', session_id: 'one' }, { 'x-mpm-elapsed-us': '3000' });
    await daemon.request('/v1/events', { method: 'POST', body: '{}', headers: { 'content-type': 'text/csv' } });
    await daemon.request('/v1/overview?since=nonsense');
    const families = new Map(parseMetrics(await metrics()).map((family) => [family.name, family]));
    const valuesOf = (name: string) => families.get(name)?.samples.map(({ value }) => value);
    const { spool } = await daemon.status();

    expect(valuesOf('mpm_hook_events_accepted_total')).toEqual([1]);
    expect(valuesOf('mpm_hook_store_events')).toEqual([1]);
    expect(valuesOf('mpm_hook_spool_files')).toEqual([(spool as { files: number }).files]);
    expect(valuesOf('mpm_hook_store_bytes')?.[0]).toBeGreaterThan(0);
    expect(families.get('mpm_hook_rejections_total')?.samples).toEqual([
      { name: 'mpm_hook_rejections_total', labels: { code: 'unsupported_type' }, value: 1 },
    ]);
    expect(families.get('mpm_hook_refusals_total')?.samples).toEqual([
      { name: 'mpm_hook_refusals_total', labels: { code: 'bad_query' }, value: 1 },
    ]);
    const delivery = families.get('mpm_hook_delivery_seconds')?.samples ?? [];
    expect(delivery.find(({ labels }) => labels.le === '0.0025')?.value).toBe(0);
    expect(delivery.find(({ name }) => name.endsWith('_count'))?.value).toBe(1);
  });

  const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
  test.skipIf(!hasPromtool)('has nothing that promtool would complain of', async () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: await metrics() });

    expect({ status, says: `${stdout}${stderr}` }).toEqual({ status: 0, says: '' });
  });
});
