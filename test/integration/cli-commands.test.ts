import * as fs from 'node:fs';
import * as http from 'node:http';
import type * as net from 'node:net';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { publishToken } from '../../src/shared/publish-token.ts';
import { readToken } from '../../src/shared/token.ts';
import { VERSION } from '../../src/shared/version.ts';
import { type CliRun, callCli, runCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { killAll } from '../helpers/own-daemons.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';

/** The first line that anybody reads, on whichever stream it came. */
const firstLine = ({ stdout, stderr }: CliRun) => (stdout + stderr).split('\n')[0];

describe('without a daemon', () => {
  let home: TempHome;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    home = createTempHome();
    env = { MPM_HOOK_PORT: String(await freePort()) };
  });
  afterAll(() => home.remove());

  test.each([
    ['--version', VERSION, 0],
    ['--help', 'mpm-hook  See what Claude Code is doing, as it does it', 0],
    ['help', 'mpm-hook  See what Claude Code is doing, as it does it', 0],
    ['tail --help', 'mpm-hook tail  Follow events as they happen', 0],
    ['help daemon', 'mpm-hook daemon', 0],
    ['daemon status', 'Not running.', 3],
    ['daemon status --json', '{"running":false,"spool":{"files":0,"bytes":0}}', 3],
    ['daemon stop', 'Not running.', 0],
    ['daemon stop --json', '{"running":false,"stopped":false}', 0],
    ['frobnicate', 'mpm-hook: There is no command "frobnicate".', 64],
    ['tial', 'mpm-hook: There is no command "tial".', 64],
    ['daemon', 'mpm-hook: "mpm-hook daemon" needs to know what.', 64],
    ['daemon sotp', 'mpm-hook: There is no command "daemon sotp".', 64],
    ['--json', 'mpm-hook: There is no option --json; a command comes first.', 64],
    ['tail --sesion x', 'mpm-hook: "mpm-hook tail" has no option --sesion.', 64],
    ['tail --session', 'mpm-hook: --session needs a value.', 64],
    ['tail --history many', 'mpm-hook: --history cannot be "many".', 64],
    ['tail --history 1001', 'mpm-hook: --history cannot be "1001".', 64],
    ['tail --since yesterday', 'mpm-hook: --since cannot be "yesterday".', 64],
    ['tail extra', 'mpm-hook: "mpm-hook tail" has no use for "extra".', 64],
    ['send --type stop {}', 'mpm-hook: --type cannot be "stop".', 64],
    ['daemon logs --level loud', 'mpm-hook: --level cannot be "loud".', 64],
    ['install --user --local', 'mpm-hook: --user and --local cannot go together.', 64],
    ['install --transport pigeon', 'mpm-hook: --transport cannot be "pigeon".', 64],
  ])('%s says "%s" and ends with %i', async (command, says, code) => {
    const run = await callCli(home, command.split(' '), { env });

    expect(firstLine(run)).toBe(says);
    expect(run.code).toBe(code);
  });

  test('what was mistyped comes with what was probably meant', async () => {
    expect((await callCli(home, ['tial'])).stderr).toContain('Did you mean "mpm-hook tail"?');
    expect((await callCli(home, ['daemon', 'sotp'])).stderr).toContain('Did you mean "mpm-hook daemon stop"?');
    expect((await callCli(home, ['tail', '--sesion', 'x'])).stderr).toContain('Did you mean --session?');
  });

  test('answers are on stdout and errors on stderr', async () => {
    expect(await callCli(home, ['frobnicate'])).toMatchObject({ stdout: '' });
    expect(await callCli(home, ['--help'])).toMatchObject({ stderr: '' });
  });

  test('a settings file that is no JSON is a sentence and a next step, not a stack', async () => {
    const own = createTempHome();
    fs.writeFileSync(own.paths.config, '{');
    const { stderr, code } = await callCli(own, ['daemon', 'stop']);

    expect(stderr).toBe(`mpm-hook: ${own.paths.config} is not a JSON object.\n  Mend it, or move it away.\n`);
    expect(code).toBe(1);
    own.remove();
  });

  test('an unknown setting is named, and nothing stops for it', async () => {
    const own = createTempHome();
    fs.writeFileSync(own.paths.config, '{"colour": "red"}');
    const { stderr, stdout } = await callCli(own, ['daemon', 'stop'], { env });

    expect(stderr).toContain('mpm-hook: Unknown setting "colour"');
    expect(stdout).toBe('Not running.\n');
    own.remove();
  });

  test('the token is printed alone, kept for its owner only, and a new one on wish', async () => {
    const own = createTempHome();
    const first = await callCli(own, ['token']);
    expect(first.stdout.trim()).toBe(readToken(own.paths.token));
    expect(fs.statSync(own.paths.token).mode & 0o777).toBe(0o600);

    const publish = await callCli(own, ['token', '--publish']);
    expect(publish.stdout).toBe(`${publishToken(first.stdout.trim())}\n`);
    const second = await callCli(own, ['token', 'rotate', '--json']);
    expect(JSON.parse(second.stdout)).toEqual({ token: readToken(own.paths.token), file: own.paths.token });
    expect(readToken(own.paths.token)).not.toBe(first.stdout.trim());
    own.remove();
  });

  test('what was spooled meanwhile is said', async () => {
    const own = createTempHome();
    fs.writeFileSync(path.join(own.paths.spool, '1700000000000-n-event-0001.event'), '{}\n{}');
    const { stdout } = await callCli(own, ['daemon', 'status'], { env });

    expect(stdout).toBe('Not running.\n1 event waiting in the spool for the next start.\n');
    own.remove();
  });
});

test('F18: status says that a stranger has the port, and that ours does not run', async () => {
  const home = createTempHome();
  const stranger = http.createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const { port } = stranger.address() as net.AddressInfo;
  const { stdout, code } = await callCli(home, ['daemon', 'status'], { env: { MPM_HOOK_PORT: String(port) } });

  expect(stdout).toBe(
    `Not running.\nPort ${port} is held by another program; the daemon will take the next free one.\n`,
  );
  expect(code).toBe(3);
  stranger.closeAllConnections();
  stranger.close();
  home.remove();
});

describe('the daemon’s life', () => {
  let home: TempHome;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    home = createTempHome();
    env = { MPM_HOOK_PORT: String(await freePort()) };
  });
  afterEach(() => {
    killAll(home);
    home.remove();
  });

  test('start, start again, restart, stop, and what each of them says', async () => {
    const say = async (...args: string[]) => (await runCli(home, ['daemon', ...args], { env })).stdout;

    const started = await say('start');
    const [, pid] = /^Started \(pid (\d+), http:\/\/127\.0\.0\.1:\d+\)\.\n$/.exec(started) ?? [];
    expect(await say('start')).toBe(`Already running (pid ${pid}).\n`);
    expect(JSON.parse(await say('status', '--json'))).toMatchObject({
      running: true,
      pid: Number(pid),
      version: VERSION,
    });
    expect(await say('restart')).toMatch(new RegExp(`^Running \\(pid \\d+, .*\\); it was pid ${pid}\\.\\n$`));
    expect(await say('stop')).toMatch(/^Stopped \(pid \d+\)\.\n$/);
    expect((await runCli(home, ['daemon', 'status'], { env })).code).toBe(3);
    expect(await say('logs', '--level', 'info')).toMatch(/info {3}Listening on http:\/\/127\.0\.0\.1:\d+, version/);
  });

  test('the launcher of the hooks says nothing when the daemon is there already', async () => {
    await runCli(home, ['daemon', 'start'], { env });
    expect((await runCli(home, ['daemon', 'start', '--no-wait'], { env })).code).toBe(0);
  });
});

describe('with a daemon', () => {
  let daemon: InProcessDaemon;

  beforeAll(async () => {
    daemon = await startTestDaemon();
  });
  afterAll(() => daemon.close());

  const say = (args: readonly string[], stdin?: string) =>
    callCli(daemon.home, args, stdin === undefined ? {} : { stdin });

  test('status is a few lines, or one JSON object with all there is', async () => {
    await daemon.post({ hook_event_name: 'Stop', session_id: 'session-1' });
    const { stdout } = await say(['daemon', 'status']);
    expect(stdout).toMatch(/^Running {3}pid \d+, for .* version \d/);
    expect(stdout).toContain(`Address   http://127.0.0.1:${daemon.port}`);

    const status: unknown = JSON.parse((await say(['daemon', 'status', '--json'])).stdout);
    const names = [
      'running',
      'pid',
      'port',
      'version',
      'protocol',
      'uptimeMs',
      'events',
      'seq',
      'oldestSeq',
      'sessions',
    ];
    for (const name of [...names, 'clients', 'dropped', 'rejected', 'spool', 'store', 'hook', 'relay', 'rssBytes']) {
      expect(status).toHaveProperty(name);
    }
  });

  test('send publishes its argument, and says its id to programs', async () => {
    const { stdout, stderr, code } = await say([
      'send',
      '--type',
      'custom.deploy',
      '--session',
      's9',
      '{"to":"staging"}',
      '--json',
    ]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });

    const { id } = JSON.parse(stdout) as { id: string };
    const stored = await say(['tail', '--no-follow', '--type', 'custom.deploy', '--json']);
    expect(JSON.parse(stored.stdout)).toMatchObject({ id, session_id: 's9', data: { to: 'staging' } });
  });

  test('send takes a stream of events, messages and bare data, once each', async () => {
    const lines = [
      { hook_event_name: 'PreToolUse', session_id: 'stream', tool_name: 'Bash' },
      {
        type: 'custom.step',
        data: { session_id: 'stream' },
        id: 'one-and-only',
        timestamp: '2026-11-22T12:00:00.000Z',
      },
      { type: 'custom.step', data: { session_id: 'stream' }, id: 'one-and-only' },
      { session_id: 'stream', bare: true },
    ];
    const { stderr } = await say(['send', '-'], `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n`);
    expect(stderr).toBe('Sent 4 events.\n');

    const { stdout } = await say(['tail', '--no-follow', '--session', 'stream', '--json']);
    const types = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types.sort()).toEqual(['custom.event', 'custom.step', 'hook.pre_tool']);
  });

  test('a line that is no event is told by its number, and the others go on', async () => {
    const { stderr, code } = await say(['send'], '{"a":1}\nnot json\n{"a":2}\n');
    expect(stderr).toContain('mpm-hook: Line 2: This is not a JSON object.');
    expect(stderr).toContain('Sent 2 events.');
    expect(code).toBe(1);
  });
});
