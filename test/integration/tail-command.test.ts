import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCli, type RunningCli, runCli, startCli } from '../helpers/cli.ts';
import { type InProcessDaemon, spawnTestDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { daemonPid, killAll } from '../helpers/own-daemons.ts';
import { anEnvelope, startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let tails: RunningCli[];

beforeEach(() => {
  home = createTempHome({ TZ: 'UTC' });
  tails = [];
});

afterEach(() => {
  for (const { child } of tails) child.kill('SIGKILL');
  killAll(home);
  home.remove();
});

function startTail(...args: string[]): RunningCli {
  const tail = startCli(home, ['tail', ...args]);
  tails.push(tail);
  return tail;
}

const seqs = ({ stdout }: RunningCli) =>
  stdout()
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { seq: number }).seq);

const stop = (session: string, more: object = {}) => ({
  hook_event_name: 'Stop',
  session_id: session,
  cwd: '/src/api',
  ...more,
});
const call = (tool: string) => ({ hook_event_name: 'PreToolUse', session_id: 's1', tool_name: tool, tool_input: {} });

describe('follows', () => {
  let daemon: InProcessDaemon;

  beforeEach(async () => {
    daemon = await startTestDaemon({ home });
  });
  afterEach(() => daemon.stop());

  const untilWatching = (count = 1) => until(async () => (await daemon.status()).clients === count);

  test('an event is a line a moment after it was stored', async () => {
    const tail = startTail();
    await untilWatching();
    await daemon.post(stop('abcdef', { last_assistant_message: 'Done.' }));

    const [line] = await tail.lines(1);
    expect(line).toMatch(/^\d\d:\d\d:\d\d {2}api {15}abcd {2}Stop {28}Done\.$/);
  });

  test('--json is the envelope, one object a line, with nothing a terminal would act upon', async () => {
    const tail = startTail('--json');
    await untilWatching();
    await daemon.post(stop('s1', { last_assistant_message: 'a\u009b2Jb\u202ec' }));

    const [line = ''] = await tail.lines(1);
    expect(JSON.parse(line)).toMatchObject({
      type: 'hook.stop',
      session_id: 's1',
      seq: 1,
      data: { last_assistant_message: 'a\u009b2Jb\u202ec' },
    });
    expect(line).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
  });

  test('is known to the daemon by its name', async () => {
    startTail();
    await until(async () => JSON.stringify((await daemon.status()).watching) === '{"tail":1}');
  });

  test('ends quietly when whoever reads it has gone', async () => {
    const tail = startTail();
    await untilWatching();
    tail.child.stdout?.destroy();
    await until(async () => {
      await daemon.post(stop('s1'));
      return tail.child.exitCode !== null;
    });

    expect(await tail.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('Ctrl-C ends it as it ends any program', async () => {
    const tail = startTail();
    await untilWatching();
    tail.child.kill('SIGINT');

    expect(await tail.ended).toEqual({ code: 'SIGINT', stdout: '', stderr: '' });
  });

  test('the doctor’s probe is nobody else’s business', async () => {
    const tail = startTail();
    await untilWatching();
    await daemon.post({ hook_event_name: 'system.probe', probe_id: 'p' });
    await daemon.post(stop('s1'));

    expect((await tail.lines(1))[0]).toContain('Stop');
  });
});

describe('the past', () => {
  let daemon: InProcessDaemon;

  beforeEach(async () => {
    daemon = await startTestDaemon({ home });
    const events = [stop('aaaa-1'), call('Bash'), call('Read'), call('mcp__db__ask'), stop('aaaa-2')];
    const beganMs = Date.now() - 1000;
    for (const [at, event] of events.entries()) await daemon.post(event, { 'x-mpm-sent-at': `${beganMs + at}` });
  });
  afterEach(() => daemon.stop());

  test.each([
    ['--history 2', [4, 5]],
    ['--history 0', []],
    ['', [1, 2, 3, 4, 5]],
    ['--since 10m', [1, 2, 3, 4, 5]],
    ['--since 10m --history 1', [5]],
    ['--since 2099-01-01', []],
    ['--session last', [5]],
    ['--session aaaa-1', [1]],
    ['--session s', [2, 3, 4]],
    ['--session nobody', []],
    ['--type hook.pre_tool', [2, 3, 4]],
    ['--type hook.st* --type hook.nothing', [1, 5]],
    ['--type hook.pre_tool,hook.stop --history 2', [4, 5]],
    ['--tool Bash --tool mcp__*', [2, 4]],
    ['--tool Bash --history 1', [2]],
    ['--tool Bash --since 1h', [2]],
    ['--host elsewhere', []],
  ])('tail --no-follow %s shows %j', async (options, expected) => {
    const { stdout, code } = await callCli(home, [
      'tail',
      '--no-follow',
      '--json',
      ...options.split(' ').filter(Boolean),
    ]);

    expect(
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { seq: number }).seq),
    ).toEqual(expected);
    expect(code).toBe(0);
  });

  test('the beginning of two sessions’ ids is not enough', async () => {
    const { stderr, code } = await callCli(home, ['tail', '--session', 'aaaa']);
    expect(stderr).toBe('mpm-hook: 2 sessions begin with "aaaa".\n  One of: aaaa-2, aaaa-1\n');
    expect(code).toBe(1);
  });

  test('goes over into what happens now without a gap or a twin', async () => {
    const tail = startTail('--history', '2', '--json');
    await tail.lines(2);
    await daemon.post(stop('aaaa-3'));

    await tail.lines(3);
    expect(seqs(tail)).toEqual([4, 5, 6]);
  });

  test('fits a terminal, and is whole without one', async () => {
    await daemon.post(stop('aaaa-1', { last_assistant_message: 'long '.repeat(50) }));
    const last = ['tail', '--no-follow', '-n', '1'];

    expect((await callCli(home, last)).stdout).toContain('long '.repeat(50).trim());
    expect((await callCli(home, last, { columns: 80, env: { NO_COLOR: '1' } })).stdout.trimEnd().length).toBe(80);
  });

  test.each([
    ['nothing', { TERM: 'xterm' }, true],
    ['NO_COLOR', { TERM: 'xterm', NO_COLOR: '1' }, false],
    ['TERM=dumb', { TERM: 'dumb' }, false],
    ['NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', { TERM: 'xterm', FORCE_COLOR: '0' }, false],
  ])('with %s in the environment a terminal gets colour: %j', async (_what, env, coloured) => {
    const { stdout } = await callCli(home, ['tail', '--no-follow', '-n', '1'], { env, columns: 80 });
    expect(stdout.includes('\u001b[')).toBe(coloured);
  });
});

test('starts the daemon when there is none', async () => {
  const { stdout, code } = await runCli(home, ['tail', '--no-follow'], {
    env: { MPM_HOOK_PORT: String(await freePort()) },
  });

  expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
  expect(daemonPid(home)).toBeGreaterThan(0);
});

test('a daemon that is killed and comes back costs no event, and shows none twice', async () => {
  const port = String(await freePort());
  const first = await spawnTestDaemon(home, { MPM_HOOK_PORT: port });
  const tail = startTail('--json');
  await until(async () => (await first.status()).clients === 1);
  for (let number = 0; number < 3; number += 1) await first.post(stop('s1'));
  await tail.lines(3);

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await spawnTestDaemon(home, { MPM_HOOK_PORT: port });
  for (let number = 0; number < 3; number += 1) await second.post(stop('s1'));
  await tail.lines(6);
  await second.post(stop('s2'));

  await tail.lines(7);
  expect(seqs(tail)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(tail.stderr()).toBe('mpm-hook: The daemon has gone; waiting for it to come back.\n');
  await second.end();
});

describe('F33: what was missed is said aloud', () => {
  const gap = { type: 'system.gap', from: 2, to: 15, count: 14 };
  const onRegister = (_register: unknown, say: (message: unknown) => unknown) =>
    [anEnvelope(1), gap, anEnvelope(16)].map(say);

  test('as a remark among the lines', async () => {
    const daemon = await startScriptedDaemon(home, { onRegister });
    const lines = await startTail().lines(3);

    expect(lines[1]?.trim()).toBe('── 14 missed, the history no longer has them ──');
    await daemon.close();
  });

  test('as an object among the objects', async () => {
    const daemon = await startScriptedDaemon(home, { onRegister });
    const lines = await startTail('--json').lines(3);

    expect(JSON.parse(lines[1] ?? '')).toEqual(gap);
    await daemon.close();
  });
});
