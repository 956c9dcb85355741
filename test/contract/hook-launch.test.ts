import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFakeDaemon } from '../helpers/fake-daemon.ts';
import { HOOK_BUILDS, installWithLauncher, readSpool, runHook } from '../helpers/hook.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const EVENT = '{"session_id":"s","hook_event_name":"PreToolUse"}\n';

describe.each(HOOK_BUILDS)('starting the launcher, $name build', (build) => {
  let home: TempHome;
  let env: Record<string, string>;

  beforeEach(async () => {
    home = createTempHome();
    env = { MPM_HOOK_PORT: String(await freePort()) };
  });

  afterEach(() => home.remove());

  const linesOf = (file: string) =>
    fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];

  test('F2, F12: nobody waits for it, and it holds nothing of the hook open', async () => {
    const { command, log } = installWithLauncher(build, home, 'echo "$$" >> @LOG@; exec sleep 20');
    const { status, tookMs } = await runHook(command, home, EVENT, env);
    const pid = Number(await until(() => linesOf(log)[0]));
    process.kill(pid);
    expect(status).toBe(0);
    expect(tookMs).toBeLessThan(5000);
  });

  test('F11: it begins in the home folder, in its own session, with nothing of the caller’s', async () => {
    const script = '{ pwd; ps -o pid=,sid= -p $$; env; echo END; } >> @LOG@; readlink /proc/$$/fd/0 >> @LOG@';
    const { command, log } = installWithLauncher(build, home, script);
    const secrets = {
      ANTHROPIC_API_KEY: 'sk-secret',
      NODE_OPTIONS: '',
      CLAUDE_PROJECT_DIR: '/p',
      XDG_DATA_HOME: '/xdg',
    };
    await runHook(command, home, EVENT, { ...env, ...secrets });
    const lines = await until(() =>
      linesOf(log).length > 4 && linesOf(log).includes('END') ? linesOf(log) : undefined,
    );
    const [folder, ids, ...rest] = lines;
    const [pid, sid] = (ids ?? '').trim().split(/\s+/);
    expect(folder).toBe(fs.realpathSync(home.paths.home));
    expect(sid).toBe(pid);
    expect(rest.join('\n')).not.toMatch(/ANTHROPIC|CLAUDE|NODE_OPTIONS/);
    expect(rest).toEqual(
      expect.arrayContaining([`MPM_HOOK_HOME=${home.paths.home}`, 'XDG_DATA_HOME=/xdg', `HOME=${home.userHome}`]),
    );
  });

  test('F10, F14: of a herd of hooks one or two start it', async () => {
    const { command, log } = installWithLauncher(build, home, 'echo launched >> @LOG@');
    await Promise.all(Array.from({ length: 30 }, () => runHook(command, home, EVENT, env)));
    await until(() => linesOf(log).length > 0);
    expect(linesOf(log).length).toBeLessThanOrEqual(Math.ceil(fs.readdirSync(home.paths.launchGates).length) + 1);
    expect(readSpool(home)).toHaveLength(30);
  });

  test('F21: a daemon of an older release gets its event, and the launcher is started', async () => {
    const daemon = await startFakeDaemon(home, { version: '0.0.1' });
    const { command, log } = installWithLauncher(build, home, 'echo "$*" >> @LOG@');
    await runHook(command, home, EVENT);
    expect(await until(() => linesOf(log)[0])).toBe('daemon start --no-wait');
    expect(daemon.events).toHaveLength(1);
    await daemon.close();
  });

  test.each(['0.1.0', '99.0.0'])('a daemon of release %s is left alone', async (version) => {
    const daemon = await startFakeDaemon(home, { version });
    const { command } = installWithLauncher(build, home, 'echo launched >> @LOG@');
    await runHook(command, home, EVENT);
    await daemon.close();
    expect(fs.existsSync(home.paths.launchGates) ? fs.readdirSync(home.paths.launchGates) : []).toEqual([]);
  });

  test('without the program beside it the event is spooled all the same', async () => {
    const { command } = installWithLauncher(build, home, 'exit 0');
    for (const folder of [path.dirname(command), path.dirname(path.dirname(command))]) {
      fs.rmSync(path.join(folder, 'mpm-hook-full'), { force: true });
    }
    expect(await runHook(command, home, EVENT, env)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(readSpool(home)).toHaveLength(1);
  });
});

// The Node form needs no handing over: its wrapper enters the commands directly.
describe.each(HOOK_BUILDS.filter(({ name }) => name === 'native'))('handing over, $name build', (build) => {
  let home: TempHome;

  beforeEach(() => {
    home = createTempHome();
  });

  afterEach(() => home.remove());

  test('arguments, streams and exit status are those of the full program', async () => {
    const { command } = installWithLauncher(build, home, 'echo "args: $*"; cat; echo oops >&2; exit 7');
    const run = await runHook(command, home, 'in\n', {}, ['tail', '--json', 'a b']);
    expect(run).toMatchObject({ status: 7, stdout: 'args: tail --json a b\nin\n', stderr: 'oops\n' });
  });

  test('a program ended by a signal is reported as a shell would', async () => {
    const { command } = installWithLauncher(build, home, 'kill -KILL $$');
    expect(await runHook(command, home, '', {}, ['tail'])).toMatchObject({ status: 137 });
  });
});
