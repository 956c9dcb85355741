import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureDaemon, type LaunchOptions, startUnlessLocked } from '../../src/launch/ensure-daemon.ts';
import { tryLaunchLock } from '../../src/launch/launch-lock.ts';
import { isAlive, processStartedAt } from '../../src/launch/process-identity.ts';
import { sayHello } from '../../src/launch/say-hello.ts';
import { stopDaemon } from '../../src/launch/stop-daemon.ts';
import { MpmError } from '../../src/shared/errors.ts';
import { VERSION } from '../../src/shared/version.ts';
import { killAll } from '../helpers/own-daemons.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const STAND_IN = path.join(import.meta.dirname, '..', 'helpers', 'stand-in-daemon.ts');

let home: TempHome;
let options: LaunchOptions;

beforeEach(async () => {
  home = createTempHome();
  options = {
    paths: home.paths,
    settings: { port: await freePort() },
    self: { command: process.execPath, args: [STAND_IN] },
    env: { ...home.env, ANTHROPIC_API_KEY: 'sk-secret' },
  };
});

afterEach(() => {
  killAll(home);
  home.remove();
});

const inWorld = (world: Record<string, string>): LaunchOptions => ({ ...options, env: { ...options.env, ...world } });

const starts = () =>
  fs
    .readFileSync(home.paths.log, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { pid: number; cwd: string; env: string[] });

describe('ensuring a daemon', () => {
  test('starts one that proves itself, and finds it the next time', async () => {
    const first = await ensureDaemon(options);
    const second = await ensureDaemon(options);
    expect(first.startedByUs).toBe(true);
    expect(second).toEqual({ daemon: first.daemon, startedByUs: false });
    expect(starts()).toHaveLength(1);
  });

  test('F14: ten at once start one', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => ensureDaemon(options)));
    expect(new Set(all.map(({ daemon }) => daemon.pid)).size).toBe(1);
    expect(all.filter(({ startedByUs }) => startedByUs)).toHaveLength(1);
    expect(starts()).toHaveLength(1);
  });

  test('F11: it lives in the home folder and knows nothing of the caller’s secrets', async () => {
    await ensureDaemon(options);
    expect(starts()[0]?.cwd).toBe(fs.realpathSync(home.paths.home));
    expect(starts()[0]?.env).not.toContain('ANTHROPIC_API_KEY');
    expect(starts()[0]?.env).toEqual(expect.arrayContaining(['MPM_HOOK_HOME', 'MALLOC_ARENA_MAX']));
  });

  test('F16: the lock is held until the daemon has proved itself', async () => {
    const starting = ensureDaemon(inWorld({ MPM_HOOK_STAND_IN: 'late' }));
    await until(() => fs.existsSync(home.paths.state));
    expect(await tryLaunchLock(home.paths)).toBeUndefined();
    await starting;
    const release = await tryLaunchLock(home.paths);
    expect(release).toBeDefined();
    await release?.();
  });

  test('a hook’s launcher goes home at once when somebody else is at it', async () => {
    const release = await tryLaunchLock(home.paths);
    expect(await startUnlessLocked(options)).toBeUndefined();
    await release?.();
  });

  test('F17: one that dies early is reported as dead and not as slow, with what it said last', async () => {
    const failure = await ensureDaemon(inWorld({ MPM_HOOK_STAND_IN: 'dies' })).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MpmError);
    expect((failure as MpmError).code).toBe('DAEMON_DIED_EARLY');
    expect((failure as MpmError).message).toContain('The disk said no.');
  });

  test('F17: a program that is not there is reported too', async () => {
    const failure = await ensureDaemon({ ...options, self: { command: '/nowhere/mpm-hook-full', args: [] } }).catch(
      (error: unknown) => error,
    );
    expect((failure as MpmError).code).toBe('DAEMON_DIED_EARLY');
  });

  test('F21: an older daemon hands over to a new one', async () => {
    const older = await ensureDaemon(inWorld({ MPM_HOOK_STAND_IN_VERSION: '0.0.1' })).catch(() => undefined);
    expect(older).toBeDefined();
    const newer = await ensureDaemon(options);
    expect(newer.daemon.version).toBe(VERSION);
    expect(await processStartedAt(older?.daemon.pid ?? 0)).toBeUndefined();
  });

  test('a newer daemon is left alone', async () => {
    const newer = await ensureDaemon(inWorld({ MPM_HOOK_STAND_IN_VERSION: '99.0.0' }));
    expect(await ensureDaemon(options)).toEqual({ daemon: newer.daemon, startedByUs: false });
  });

  test('F23: our own daemon that is stopped is replaced', async () => {
    const wedged = (await ensureDaemon(options)).daemon.pid;
    process.kill(wedged, 'SIGSTOP');
    const { daemon } = await ensureDaemon(options);
    expect(daemon.pid).not.toBe(wedged);
    expect(await processStartedAt(wedged)).toBeUndefined();
  }, 40_000);

  test('F18: a stranger on the port, silent or not, is left alone', async () => {
    const stranger = net.createServer(() => {});
    await new Promise<void>((resolve) => stranger.listen(options.settings.port, '127.0.0.1', resolve));
    const { daemon } = await ensureDaemon(options);
    expect(daemon.port).not.toBe(options.settings.port);
    expect(stranger.listening).toBe(true);
    stranger.close();
  }, 40_000);

  test('F19: a pid in an old state file that is now another program’s is not ended', async () => {
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
    const mute = net.createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as net.AddressInfo;
    const state = {
      pid: bystander.pid,
      port,
      version: VERSION,
      protocol: 1,
      startedAt: Date.now() - 3_600_000,
      storeId: 'old',
    };
    fs.writeFileSync(home.paths.state, JSON.stringify(state));
    expect(await stopDaemon(home.paths, options.settings)).toBeUndefined();
    await ensureDaemon(options);
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
    bystander.kill();
    mute.close();
  }, 40_000);

  test('F19: nor one that was born in that very second but does not hold this home', async () => {
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
    await until(async () => (await processStartedAt(bystander.pid ?? 0)) !== undefined);
    fs.writeFileSync(home.paths.owner, '');
    const state = {
      pid: bystander.pid,
      port: await freePort(),
      version: VERSION,
      protocol: 1,
      startedAt: Date.now(),
      storeId: 'old',
    };
    fs.writeFileSync(home.paths.state, JSON.stringify(state));
    expect(await stopDaemon(home.paths, options.settings)).toBeUndefined();
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
    bystander.kill();
  });
});

describe('stopping a daemon', () => {
  test('ends it, and says which it was', async () => {
    const { daemon } = await ensureDaemon(options);
    expect(await stopDaemon(home.paths, options.settings)).toBe(daemon.pid);
    expect(await processStartedAt(daemon.pid)).toBeUndefined();
    expect(await stopDaemon(home.paths, options.settings)).toBeUndefined();
  });

  test('ends also one that no longer answers', async () => {
    const started = ensureDaemon(inWorld({ MPM_HOOK_STAND_IN: 'mute' })).catch((error: unknown) => error);
    await until(() => fs.existsSync(home.paths.state));
    const pid = starts()[0]?.pid;
    expect(await stopDaemon(home.paths, options.settings)).toBe(pid);
    killAll(home);
    expect(await started).toBeInstanceOf(MpmError);
  }, 40_000);
});

describe('saying hello', () => {
  test.each<[string, (socket: net.Socket) => void, string]>([
    ['hangs up', (socket) => socket.destroy(), 'stranger'],
    ['answers without proof', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'), 'stranger'],
    ['speaks something else', (socket) => socket.end('220 smtp\r\n'), 'stranger'],
    ['says nothing', () => {}, 'silent'],
  ])('to one who %s', async (_what, reply, kind) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => reply(socket));
    });
    await new Promise<void>((resolve) => server.listen(options.settings.port, '127.0.0.1', resolve));
    expect(await sayHello(home.paths, options.settings, 300)).toEqual({ kind });
    server.close();
  });

  test('to nobody', async () => {
    expect(await sayHello(home.paths, options.settings, 300)).toEqual({ kind: 'absent' });
  });
});
