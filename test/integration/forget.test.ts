import * as fs from 'node:fs';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEventStore } from '../../src/daemon/store/event-store.ts';
import type { ForgetReport } from '../../src/shared/forget-report.ts';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { filesWith } from '../helpers/traces.ts';

const MARK = 'PLANTED-MARKER-4711';
const GONE = 'session-that-goes';
const STAYS = 'session-that-stays';

let daemon: InProcessDaemon;

beforeEach(async () => {
  daemon = await startTestDaemon();
});
afterEach(() => daemon.close());

const call = (...args: string[]) =>
  callCli(daemon.home, args, { env: { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1' } });

const eventsOf = (session: string, text: string, cwd = '/home/dev/one') => [
  { hook_event_name: 'SessionStart', session_id: session, cwd, source: 'startup' },
  { hook_event_name: 'UserPromptSubmit', session_id: session, cwd, prompt: `say ${text}` },
  {
    hook_event_name: 'PreToolUse',
    session_id: session,
    cwd,
    tool_name: 'Bash',
    tool_use_id: `${session}-1`,
    tool_input: { command: `echo ${text}` },
  },
  {
    hook_event_name: 'PostToolUse',
    session_id: session,
    cwd,
    tool_name: 'Bash',
    tool_use_id: `${session}-1`,
    tool_input: { command: `echo ${text}` },
    tool_response: { stdout: `${text} `.repeat(3000) },
  },
  { hook_event_name: 'Stop', session_id: session, cwd, last_assistant_message: text },
];

/** Two sessions that write in turns, so that what goes lies on the same pages as what stays. */
async function fill(rounds = 10): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const ones = eventsOf(GONE, MARK);
    const others = eventsOf(STAYS, 'harmless', '/home/dev/two');
    for (const [index, event] of ones.entries()) {
      await daemon.post(event);
      await daemon.post(others[index] ?? {});
    }
  }
}

async function forget(wish: object): Promise<ForgetReport> {
  const headers = { 'content-type': 'application/json' };
  const answer = await daemon.request('/v1/forget', { method: 'POST', headers, body: JSON.stringify(wish) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as ForgetReport;
}

const exportOf = async (session: string) => (await call('export', '--session', session)).stdout;

describe('forgetting a session', () => {
  test('leaves nothing of it in any file of the home, and everything of the others', async () => {
    await fill();
    const { home } = daemon;
    const spooled = `{"id":"event-in-spool","sentAtMs":1,"elapsedUs":1,"hook":"1; via=settings"}\n`;
    const waiting = { hook_event_name: 'Stop', session_id: GONE, last_assistant_message: MARK };
    fs.writeFileSync(path.join(home.paths.rejected, '1-n-event-in-spool.event'), spooled + JSON.stringify(waiting));
    fs.writeFileSync(path.join(home.paths.rejected, '2-n-broken-file.event'), `${GONE} ${MARK}`);
    fs.writeFileSync(path.join(home.paths.rejected, '3-n-of-another.event'), `${STAYS} broken too`);
    fs.writeFileSync(`${home.paths.home}/events.damaged-2026-01-01T00-00-00-000Z.db`, `no database ${MARK} ${GONE}`);
    fs.writeFileSync(home.paths.log, `{"at":"x","session":"${GONE}"}\n{"at":"y","session":"${STAYS}"}\n`);
    fs.writeFileSync(`${home.paths.log}.1`, `{"at":"x","session":"${GONE}","note":"${MARK}"}\n`);
    const before = await exportOf(STAYS);
    expect(filesWith(MARK, home.paths.home).length).toBeGreaterThanOrEqual(4);

    const report = await forget({ session: GONE, setAsideToo: true });

    expect(report).toMatchObject({ sessions: 1, events: 50, rejected: { files: 2 }, logLines: 2 });
    expect(report.setAside).toMatchObject([{ events: null, removed: true }]);
    expect(filesWith(MARK, home.paths.home)).toEqual([]);
    expect(filesWith(GONE, home.paths.home)).toEqual([]);
    expect(await exportOf(STAYS)).toBe(before);
    expect(filesWith(STAYS, home.paths.home)).toHaveLength(3);
    expect(await daemon.status()).toMatchObject({ sessions: 1, store: { events: 50 } });
    const judge = new DatabaseSync(home.paths.store, { readOnly: true });
    expect(judge.prepare('PRAGMA freelist_count').get()).toEqual({ freelist_count: 0 });
    judge.close();
  });

  test('forgets it in memory too, and tells subscribers', async () => {
    await fill(1);
    const socket = new WebSocket(`${daemon.streamUrl}?token=${daemon.token()}`);
    const heard: Record<string, unknown>[] = [];
    socket.onmessage = ({ data }) => heard.push(JSON.parse(String(data)));
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    await forget({ session: GONE });
    const before = heard.length;
    socket.send(JSON.stringify({ type: 'register', after: 1 }));
    await expect.poll(() => heard.slice(before).filter(({ seq }) => typeof seq === 'number').length).toBeGreaterThan(3);
    socket.close();

    const told = { type: 'system.forgotten', sessions: [GONE], complete: true, events: 5, forgotten: 2 };
    expect(heard).toContainEqual(told);
    const again = heard.slice(before).filter(({ data }) => data !== undefined);
    expect(new Set(again.map((event) => event.session_id))).toEqual(new Set([STAYS]));
    expect((await daemon.request(`/v1/sessions/${GONE}`)).status).toBe(404);
  });

  test('what it does afterwards begins it anew, without anything of before', async () => {
    await fill(2);
    await forget({ session: GONE });
    await daemon.post({ hook_event_name: 'UserPromptSubmit', session_id: GONE, cwd: '/home/dev/one', prompt: 'again' });
    const session = await (await daemon.request(`/v1/sessions/${GONE}`)).json();

    expect(session).toMatchObject({ counts: { events: 1, prompts: 1, toolCalls: 0 }, project: '/home/dev/one' });
    expect(await daemon.status()).toMatchObject({ sessions: 2 });
    const listed = await (await daemon.request('/v1/sessions?project=/home/dev/one')).json();
    expect(listed).toMatchObject({ sessions: [{ id: GONE }] });
  });

  test('DELETE does the same, and knows what is not there', async () => {
    await fill(1);
    const first = await daemon.request(`/v1/sessions/${GONE}`, { method: 'DELETE' });
    const second = await daemon.request(`/v1/sessions/${GONE}`, { method: 'DELETE' });

    expect([first.status, second.status]).toEqual([200, 404]);
    expect(await first.json()).toMatchObject({ sessions: 1, events: 5 });
    expect((await fetch(`${daemon.url}/v1/sessions/${STAYS}`, { method: 'DELETE' })).status).toBe(401);
  });

  test('a damaged store stays unless it is wished away, and one that holds nothing of it stays anyhow', async () => {
    await fill(1);
    const { home } = daemon;
    const damaged = `${home.paths.home}/events.damaged-2026-01-01T00-00-00-000Z.db`;
    const harmless = `${home.paths.home}/events.damaged-2026-01-02T00-00-00-000Z.db`;
    fs.writeFileSync(damaged, 'no database');
    openEventStore(harmless, { host: 'laptop' }).close();

    expect((await forget({ session: GONE })).setAside).toMatchObject([{ file: damaged, removed: false }]);
    expect(fs.existsSync(damaged)).toBe(true);
    await forget({ session: GONE, setAsideToo: true });
    expect([fs.existsSync(damaged), fs.existsSync(harmless)]).toEqual([false, true]);
  });
});

describe('forgetting a project', () => {
  test('takes the sessions begun in the folder or below it, and what came from there without a session', async () => {
    for (const event of eventsOf('in-it', MARK, '/home/dev/client')) await daemon.post(event);
    for (const event of eventsOf('below-it', MARK, '/home/dev/client/api')) await daemon.post(event);
    for (const event of eventsOf('beside-it', 'harmless', '/home/dev/client-two')) await daemon.post(event);
    await daemon.post({ hook_event_name: 'Notification', cwd: '/home/dev/client', message: MARK });
    const before = await exportOf('beside-it');

    expect(await forget({ project: '/home/dev/client/', dryRun: true })).toMatchObject({ sessions: 2, events: 11 });
    expect(await forget({ project: '/home/dev/client/' })).toMatchObject({ sessions: 2, events: 11 });
    expect(filesWith(MARK, daemon.home.paths.home)).toEqual([]);
    expect(await exportOf('beside-it')).toBe(before);
    expect(await daemon.status()).toMatchObject({ sessions: 1, store: { events: 5 } });
  });
});

describe('forgetting what was before', () => {
  test('tells what is left of a session anew', async () => {
    const at = (time: string) => ({ 'x-mpm-sent-at': String(Date.parse(time)) });
    for (const event of eventsOf(GONE, MARK)) await daemon.post(event, at('2026-11-20T12:00:00Z'));
    for (const event of eventsOf('both', MARK)) await daemon.post(event, at('2026-11-20T12:00:00Z'));
    for (const event of eventsOf('both', 'harmless')) await daemon.post(event, at('2026-11-22T12:00:00Z'));

    expect(await forget({ before: '2026-11-21T00:00:00Z' })).toMatchObject({ sessions: 1, events: 10 });
    expect(filesWith(MARK, daemon.home.paths.home)).toEqual([]);
    const left = await (await daemon.request('/v1/sessions/both')).json();
    expect(left).toMatchObject({ startedAt: '2026-11-22T12:00:00.000Z', counts: { events: 5, prompts: 1 } });
    expect(await daemon.status()).toMatchObject({ sessions: 1, store: { events: 5 } });
  });
});

describe('mpm-hook forget', () => {
  test('shows what goes, and then what went', async () => {
    await fill(1);
    const looked = await call('forget', '--session', 'session-that-g', '--dry-run');
    const done = await call('forget', '--session', 'session-that-g', '--yes');
    const again = await call('forget', '--session', GONE, '--yes');

    expect(looked).toMatchObject({ code: 0 });
    expect(looked.stdout).toMatch(
      /^To be removed for good:\n {2}Sessions {2}1 session\n {2}Events {4}5 events, .*KB\n/,
    );
    expect(done.stdout).toBe(`${looked.stdout}${looked.stdout.replace('To be removed', 'Removed')}`);
    expect(again).toMatchObject({ code: 0, stdout: 'There is nothing to forget.\n' });
  });

  test.each([
    [['--session', GONE], 'Nobody is there to be asked.'],
    [['--yes'], 'needs one of'],
    [['--session', 'a', '--project', 'b', '--yes'], 'needs one of'],
    [['--before', 'yesterday', '--yes'], 'is no time'],
  ])('%j is refused, and removes nothing', async (args, says) => {
    await fill(1);
    const run = await call('forget', ...args);

    expect(run.code).toBe(64);
    expect(run.stderr).toContain(says);
    expect(await daemon.status()).toMatchObject({ sessions: 2 });
  });
});

test.each([
  [{}],
  [{ session: 'a', before: '1d' }],
  [{ project: 'relative' }],
  [{ before: 'yesterday' }],
  [{ session: 'a', host: 'b' }],
  [{ session: 'a', dryRun: 'yes' }],
])('a wish of %j is refused', async (wish) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await daemon.request('/v1/forget', { method: 'POST', headers, body: JSON.stringify(wish) });

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'bad_query' } });
});
