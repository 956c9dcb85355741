import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VERSION } from '../../src/shared/version.ts';
import { type ClaudeWorld, createClaudeWorld } from '../helpers/claude-world.ts';
import { HOOK_BUILDS, runHook } from '../helpers/hook.ts';
import { killAll } from '../helpers/own-daemons.ts';
import { freePort } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let world: ClaudeWorld;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  world = createClaudeWorld();
  env = {
    ...world.home.env,
    PATH: `${path.dirname(process.execPath)}:${world.home.env.PATH}`,
    MPM_HOOK_PORT: String(await freePort()),
  };
});

afterEach(() => {
  killAll(world.home);
  world.home.remove();
});

describe.each(HOOK_BUILDS)('the $name build', ({ command }) => {
  const say = (...args: string[]) => execFileSync(command, args, { env, cwd: world.home.root, encoding: 'utf8' });

  test('knows its release and its commands', () => {
    expect(say('--version')).toBe(`${VERSION}\n`);
    expect(say('--help')).toContain('Usage  mpm-hook <command> [options]');
  });

  test('installs itself, and a doctor with no daemon sees the hook start one and a probe arrive', () => {
    say('install');
    const report = say('doctor');

    expect(report).toContain('✓ Hooks are registered for 27 of 27 events');
    expect(report).toContain('✓ Hook started the daemon');
    expect(report).toContain('✓ Probe went through the registered command');
    expect(report).not.toContain('✗');
  });

  test('is a daemon in a terminal, and says there what it does', async () => {
    const inTerminal = ['-qec', `"${command}" daemon run`, '/dev/null'];
    const terminal = spawn('script', inTerminal, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    let shown = '';
    terminal.stdout.on('data', (chunk) => (shown += chunk));
    const ended = once(terminal, 'close');
    await until(() => shown.includes('Listening on http://127.0.0.1:'));
    say('daemon', 'stop');

    expect(await ended).toEqual([0, null]);
    expect(shown).toContain('Stopped after event 0.');
  });

  test('passes events on to tail, which ends quietly when its reader has gone', async () => {
    say('daemon', 'start');
    const tail = spawn('sh', ['-c', `"${command}" tail --json | head -1`], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    tail.stdout.on('data', (chunk) => (said.stdout += chunk));
    tail.stderr.on('data', (chunk) => (said.stderr += chunk));
    const ended = once(tail, 'close');
    await until(() => say('daemon', 'status').includes('1 tail'));
    await until(async () => {
      await runHook(command, world.home, '{"hook_event_name":"Stop","session_id":"s1"}', env);
      return tail.exitCode !== null;
    });

    expect(await ended).toEqual([0, null]);
    expect(said.stderr).toBe('');
    expect(JSON.parse(said.stdout)).toMatchObject({ type: 'hook.stop', session_id: 's1', seq: 1 });
  });

  test('finds what stands in events, by a thread that is part of it', async () => {
    say('daemon', 'start');
    say('send', '--type', 'custom.note', '{"text": "a needle in hay"}');
    const found = await until(() => {
      try {
        return say('search', 'needle');
      } catch {
        return undefined; // not yet: nothing found is a failure
      }
    });

    expect(found).toContain('text: a needle in hay');
    expect(say('daemon', 'status')).toContain('Search    up to date');
  });

  test('Ctrl-C ends tail as it ends any program', async () => {
    say('daemon', 'start');
    const tail = spawn('sh', ['-c', `trap : INT; "${command}" tail; echo "status $?"`], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    tail.stdout.on('data', (chunk) => (said += chunk));
    await until(() => say('daemon', 'status').includes('1 tail'));
    process.kill(-(tail.pid ?? 0), 'SIGINT'); // a terminal sends it to all of the group

    await once(tail, 'close');
    expect(said).toBe('status 130\n');
  });
});
