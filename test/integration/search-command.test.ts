import { afterAll, beforeAll, expect, test } from 'vitest';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
  const call = { session_id: 'one-session', cwd: '/home/dev/shop', tool_name: 'Bash' };
  const command = 'npm test\n\u001b[31mred\u202e \u0007 \u{1F600} npm again';
  await daemon.post({ hook_event_name: 'PreToolUse', ...call, tool_use_id: 'c1', tool_input: { command } });
  await daemon.post({ hook_event_name: 'PostToolUseFailure', ...call, tool_use_id: 'c1', error: 'npm: not found' });
  for (let at = 0; at < 130; at += 1)
    await daemon.post({ hook_event_name: 'Stop', session_id: 'two', note: `many ${at}` });
  await until(async () => (await run('npm', '--json')).stderr === '', { what: 'the index' });
});
afterAll(() => daemon.close());

function run(...args: readonly string[]) {
  return callCli(daemon.home, ['search', ...args], { env: { MPM_HOOK_PORT: String(daemon.port), TZ: 'UTC' } });
}

test('tells each event in a block of its own, the newest first, and where it stands there', async () => {
  const { stdout, code } = await run('npm');
  const [failed = '', , empty, called = ''] = stdout.split('\n');

  expect(code).toBe(0);
  expect(failed).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}shop {2}one- {2}PostToolUseFailure {2}Bash$/);
  expect(stdout).toContain('    error: npm: not found\n');
  expect(empty).toBe('');
  expect(called).toMatch(/PreToolUse {2}Bash$/);
});

test('what was looked for stands out on a terminal, and nothing of an event acts upon it', async () => {
  const { home, port } = daemon;
  const onTerminal = await callCli(home, ['search', 'npm'], {
    columns: 200,
    env: { MPM_HOOK_PORT: String(port), TERM: 'xterm' },
  });
  const plain = await callCli(home, ['search', 'npm'], {
    columns: 200,
    env: { MPM_HOOK_PORT: String(port), TERM: 'xterm', NO_COLOR: '1' },
  });

  expect(onTerminal.stdout).toContain('\u001b[1mnpm\u001b[22m test');
  expect(onTerminal.stdout).toContain('\u{1F600} \u001b[1mnpm\u001b[22m again');
  for (const harm of ['\u001b[31m', '\u202e', '\u0007']) expect(onTerminal.stdout + plain.stdout).not.toContain(harm);
  expect(plain.stdout).not.toContain('\u001b');
});

test('a narrow terminal gets lines that fit', async () => {
  const { stdout } = await callCli(daemon.home, ['search', 'again'], {
    columns: 40,
    env: { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1' },
  });

  expect(stdout.split('\n')[1]).toMatch(/^ {4}tool_input.command: npm test.{0,12}…$/);
});

test('narrows by what is given, and says when there may be more', async () => {
  const counts = await Promise.all(
    [
      ['npm', '--outcome', 'failed'],
      ['npm', '--type', 'hook.pre_*'],
      ['npm', '--session', 'one'],
      ['npm', '--session', 'two'],
      ['npm', '--project', '/home/dev/shop'],
      ['npm', '--project', 'shop'],
      ['npm', '--project', 'other'],
      ['npm', '--tool', 'Read'],
      ['npm', '--since', '1h'],
      ['npm', '--until', '1h'],
      ['many', '--limit', '120'],
    ].map(async (args) => JSON.parse((await run(...args, '--json')).stdout).events.length),
  );

  expect(counts).toEqual([1, 1, 2, 0, 2, 2, 0, 0, 2, 0, 120]);
  expect((await run('many')).stderr).toBe('mpm-hook: There may be more; --limit says how many are shown.\n');
});

test.each([
  [['nothing-like-it'], 1, 'mpm-hook: Nothing was found.'],
  [['"no end'], 64, 'mpm-hook: A quotation mark has no second one.'],
  [['npm', '--since', 'yesterday'], 64, 'mpm-hook: --since cannot be "yesterday".'],
  [['npm', '--outcome', 'good'], 64, 'mpm-hook: --outcome cannot be "good".'],
  [[], 64, 'mpm-hook: "mpm-hook search" needs to know what to look for.'],
])('search %j ends with %i and a sentence', async (args, code, sentence) => {
  const ran = await run(...args);

  expect([ran.code, ran.stdout]).toEqual([code, '']);
  expect(ran.stderr.split('\n')[0]).toBe(sentence);
});
