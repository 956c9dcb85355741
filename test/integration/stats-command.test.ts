import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';

let daemon: InProcessDaemon;
const began = Math.floor((Date.now() - 20 * 60_000) / 1000) * 1000;

/** Around midnight some of it would be of the day before, and be told with its date. */
const hoursToNoon = 12 - new Date().getUTCHours();
const WHERE_IT_IS_NOON = `Etc/GMT${hoursToNoon > 0 ? '-' : '+'}${Math.abs(hoursToNoon)}`; // whose signs are the other way round

const call = (args: readonly string[], columns?: number) =>
  callCli(daemon.home, ['stats', ...args], {
    env: { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1', TZ: WHERE_IT_IS_NOON },
    ...(columns === undefined ? {} : { columns }),
  });

async function post(second: number, name: string, more: object = {}): Promise<void> {
  const event = { hook_event_name: name, session_id: 'session-one', cwd: '/home/dev/web-shop', ...more };
  await daemon.post(event, { 'x-mpm-sent-at': String(began + second * 1000), 'x-mpm-elapsed-us': '1500' });
}

const bash = (id: string, more: object = {}) => ({
  ...{ tool_name: 'Bash', tool_input: { command: 'npm \u001b[31mtest' }, tool_use_id: id },
  ...more,
});

beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.close());

describe('stats', () => {
  test('of a quiet hour says so in a few lines', async () => {
    const { stdout, code } = await call([]);

    expect(code).toBe(0);
    expect(stdout).toContain('Done      nothing\n');
    expect(stdout).toContain('Waited    not for you\n');
    expect(stdout).not.toContain('Tools');
    expect(stdout).toContain('mpm-hook stats --since 24h');
  });

  test('says what was done, who waited for you and for how long, and what was slow', async () => {
    await post(0, 'UserPromptSubmit', { prompt: 'go' });
    await post(1, 'PreToolUse', bash('a'));
    await post(2, 'PermissionRequest', bash('a'));
    await post(92, 'PostToolUse', bash('a', { duration_ms: 8100 }));
    await post(93, 'PreToolUse', bash('b'));
    await post(94, 'PostToolUseFailure', bash('b', { error: 'Exit code 1', duration_ms: 400 }));
    await post(95, 'Stop');
    await post(155, 'UserPromptSubmit', { prompt: 'next' });
    const { stdout } = await call([]);

    expect(stdout).toContain('Done      1 session, 2 prompts, 2 calls\n');
    expect(stdout).toContain('Failed    1 call, 50 %\n');
    expect(stdout).toContain('Waited    for you 1 min 22 s: 1 permission, the longest 1 min 22 s\n');
    expect(stdout).toContain('Between   turns 1 min, 1 time, the longest 1 min\n');
    expect(stdout).toMatch(/Hooks {5}half within [\d.]+ ms/);
    expect(stdout).toContain('Lost      nothing\n');
    expect(stdout).toMatch(
      /Waited for you\n\d\d:\d\d:\d\d-\d\d:\d\d:\d\d {2}web-shop +session- +1 min 22 s {2}permission: Bash npm \ufffd\[31mtest\n/,
    );
    expect(stdout).toMatch(/Tools\nBash +2 calls {2}1 failed +8\.5 s +median 400 ms, 95 % within 8\.1 s\n/);
    expect(stdout).toMatch(/Slowest calls\n +8\.1 s {2}\d\d:\d\d:\d\d {2}session- {2}Bash +npm \ufffd\[31mtest\n/);
  });

  test('says of each session when it worked, on what, what it did and changed, and that it waits', async () => {
    const edit = { tool_name: 'Edit', tool_input: { file_path: '/home/dev/web-shop/a.ts' }, duration_ms: 4 };
    await post(160, 'PostToolUse', { ...edit, tool_use_id: 'c' });
    await post(170, 'PostToolUse', { ...edit, tool_use_id: 'd' });
    await post(175, 'Stop');
    const { stdout } = await call([]);
    await post(180, 'PermissionRequest', { ...bash('e'), session_id: 'session-two', cwd: '/home/dev/api' });
    const { stdout: waiting } = await call([]);

    expect(stdout).toMatch(/At work\n\d\d:\d\d-\d\d:\d\d +web-shop +session- {2}next\n/);
    expect(stdout).toContain(
      ' 2 prompts, 4 calls (Bash 2, Edit 2), 1 file changed, 1 failed, waited for you 1 min 22 s\n',
    );
    expect(stdout).toMatch(/Its story: mpm-hook show session- {3}All of it: mpm-hook open\n$/);
    expect(waiting).toMatch(/-now +api +session-/);
    expect(waiting).toMatch(/, waits for you \d+ min/);
    expect(waiting).toMatch(/Waited for you\n\d\d:\d\d:\d\d-now +api /);
  });

  test.each([60, 80, 140])('keeps its lists within %i columns', async (columns) => {
    const { stdout } = await call([], columns);
    const [, lists = ''] = stdout.split(/\n\n(.*)/s);

    expect(Math.max(...lists.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test('is of one project, or of another time', async () => {
    expect((await call(['--project', 'web-shop'])).stdout).toContain('4 calls');
    expect((await call(['--project', '/home/dev/other'])).stdout).toContain('Done      nothing');
    expect((await call(['--session', 'session-one'])).stdout).toContain('4 calls');
    expect((await call(['--since', '1m'])).stdout).toContain('Done      nothing');
    expect((await call(['--since', '2d', '--until', '1d'])).stdout).toContain('until 1 d ago');
  });

  test('says the same to programs', async () => {
    const { stdout } = await call(['--json']);

    expect(JSON.parse(stdout)).toMatchObject({
      totals: { calls: 4, failed: 1 },
      work: [{ id: 'session-two' }, { id: 'session-one', changed: 1, files: ['/home/dev/web-shop/a.ts'] }],
    });
  });

  test('refuses what is no time', async () => {
    const { stderr, code } = await call(['--since', 'soon']);

    expect(code).toBe(64);
    expect(stderr).toContain('"soon" is no time.');
  });

  test('says "now" of what goes on, and of what has ended when that was, however lately', async () => {
    const second = Math.floor((Date.now() - began) / 1000) - 1;
    const session = { session_id: 'session-late', cwd: '/home/dev/late' };
    const line = async () => / *(\S+) +late +session- {2}quick\n/.exec((await call([])).stdout)?.[1];
    await post(second, 'UserPromptSubmit', { ...session, prompt: 'quick' });
    expect(await line()).toMatch(/^\d\d:\d\d-now$/);
    expect((await call(['--until', '90s'])).stdout).not.toMatch(/-now +late/);
    await post(second, 'Stop', session);
    const ended = await line();
    const clock = new Date().toLocaleTimeString('en-GB', { timeStyle: 'short', timeZone: WHERE_IT_IS_NOON });

    expect(ended).toMatch(/^\d\d:\d\d(-\d\d:\d\d)?$/);
    expect(ended?.slice(-5).localeCompare(clock)).toBeLessThanOrEqual(0);
  });

  test('says "now" of everyone who waits, also of those whose wait is none of the longest', async () => {
    for (let at = 0; at < 12; at += 1) {
      const session = { session_id: `many-${at}`, cwd: '/home/dev/many' };
      await post(300 + at * 60, 'PermissionRequest', { ...bash(`of-${at}`), ...session });
    }
    const { stdout } = await call([]);
    const times = [...stdout.matchAll(/^(\S+) +many +many-\d+\s/gm)].map(([, time]) => time);

    expect(stdout).toContain('show many-11');
    expect(times.length).toBeGreaterThan(5);
    expect(times.filter((time) => !time?.endsWith('-now'))).toEqual([]);
    expect(stdout.match(/, waits for you/g)).toHaveLength(8);
  });
});
