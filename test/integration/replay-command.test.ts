import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Keyboard } from '../../src/cli/keyboard.ts';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { record } from '../helpers/replay-audience.ts';
import { createTempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon({ home: createTempHome({ TZ: 'UTC' }) });
  await record(daemon, 'abcdef-short', [0, 3_600_000], { cwd: '/src/api' });
  await record(daemon, 'abcdef-long', [0, 60_000, 120_000], { cwd: '/src/api' });
});
afterAll(() => daemon.close());

const replay = (...args: string[]) => callCli(daemon.home, ['replay', ...args]);

test('a session is shown again as tail would have shown it, each line marked, between its beginning and its end', async () => {
  const { stdout, code } = await replay('abcdef-short', '--speed', 'max');
  const lines = stdout.split('\n').map((line) => line.trim());
  expect(lines[0]).toBe('── abcdef-s as it was: 2 events in 1 h, pauses of at most 10 s ──');
  expect(lines[1]).toMatch(/^» {2}\d\d:00:00 {2}api {15}abcd {2}Stop/);
  expect(lines[3]).toBe('── end of abcdef-s ──');
  expect(code).toBe(0);
});

test('long pauses are shortened as asked', async () => {
  const { stdout } = await replay('abcdef-short', '--max-gap', '0s');
  expect(stdout.match(/Stop/g)).toHaveLength(2);
});

test('--json is the envelopes, and --from where they begin', async () => {
  const { stdout } = await replay('abcdef-l', '--json', '--speed', 'max', '--from', '1m');
  const envelopes = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(envelopes).toMatchObject([
    { type: 'hook.stop', replayed: true, data: { index: 1 } },
    { type: 'hook.stop', replayed: true, data: { index: 2 } },
  ]);
});

test.each([
  [[], 'needs to know which session'],
  [['last', '--speed', 'fast'], '--speed cannot be "fast".'],
  [['last', '--speed', '-2'], '--speed cannot be "-2".'],
  [['last', '--from', 'soon'], '--from cannot be "soon".'],
  [['last', '--max-gap', 'long'], '--max-gap cannot be "long".'],
])('%j cannot be meant', async (args, sentence) => {
  const { stderr, code } = await replay(...args);
  expect(stderr).toContain(sentence);
  expect(code).toBe(64);
});

test('a session that nobody knows is told', async () => {
  const { stderr, code } = await replay('nobody');
  expect(stderr).toContain('No session with this id is known.');
  expect(code).toBe(1);
});

describe('on a terminal', () => {
  /** Whoever sits there; `press` types, and `calls` is what became of the terminal. */
  function aPerson() {
    const calls: string[] = [];
    let hear: ((key: string) => void) | undefined;
    const keyboard: Keyboard = {
      listen(onKey) {
        hear = onKey;
        return () => {
          calls.push('released');
          hear = undefined;
        };
      },
      interrupt: () => void calls.push('interrupted'),
    };
    return { keyboard, calls, press: (key: string) => hear?.(key) };
  }

  async function sit(session: string) {
    const person = aPerson();
    let screen = '';
    const ended = callCli(daemon.home, ['replay', session], {
      columns: 100,
      keyboard: person.keyboard,
      onStdout: (text) => {
        screen += text;
      },
    });
    const shows = (text: string) => until(() => screen.includes(text) || undefined, { what: text });
    await shows('1 of 3 events');
    return { ...person, ended, shows, screen: () => screen };
  }

  test('the keys pause it, go on in it, change its speed and end it; a last line says how it stands', async () => {
    const { press, shows, ended, screen, calls } = await sit('abcdef-long');
    press(' ');
    await shows('paused');
    press('right');
    await shows('1 min of 2 min');
    press('+');
    press(' ');
    await shows('2 x   1 min of 2 min');
    press('q');
    expect((await ended).code).toBe(0);
    expect(screen().endsWith('\r\u001b[K')).toBe(true);
    expect(calls).toEqual(['released']);
  });

  test('Ctrl-C does what it always does, on a terminal that is as before', async () => {
    const { press, ended, calls } = await sit('abcdef-long');
    press('interrupt');
    expect(calls).toEqual(['released', 'interrupted']);
    await daemon.stop();
    expect((await ended).stderr).toContain('The daemon has gone.');
  });
});
