import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseSpoolName, printSpoolName, SPOOL_MAX_BYTES, SPOOL_MAX_FILES } from '../../src/shared/spool.ts';
import { startFakeDaemon } from '../helpers/fake-daemon.ts';
import { HOOK_BUILDS, installWithLauncher, readSpool, runHook, startHook } from '../helpers/hook.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const EVENT = '{"session_id":"s","hook_event_name":"PreToolUse","tool_name":"Bash"}\n';

describe.each(HOOK_BUILDS)('the spool, $name build', (build) => {
  let home: TempHome;
  let env: Record<string, string>;
  let command: string;

  beforeEach(async () => {
    home = createTempHome();
    env = { MPM_HOOK_PORT: String(await freePort()) };
    command = installWithLauncher(build, home, 'exit 0').command;
  });

  afterEach(() => home.remove());

  function fill(files: number, { bytes = 0, type = 'n' as 'n' | 'p', fromMs = 1_700_000_001_000 } = {}): void {
    for (let at = 0; at < files; at += 1) {
      const name = printSpoolName({ sentAtMs: fromMs + at, class: type, id: `filler-${type}-${at}` });
      fs.writeFileSync(path.join(home.paths.spool, name), Buffer.alloc(bytes));
    }
  }

  test('F24: with nobody listening the event is kept, byte for byte, for its owner only', async () => {
    expect(await runHook(command, home, EVENT, env)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const [event] = readSpool(home);
    expect(event?.bytes.toString()).toBe(EVENT);
    expect(event?.mode).toBe(0o600);
    expect(event?.header).toMatchObject({
      id: parseSpoolName(event?.name ?? '')?.id,
      hook: expect.stringContaining('via=settings'),
    });
    expect(parseSpoolName(event?.name ?? '')?.sentAtMs).toBe(event?.header.sentAtMs);
  });

  test('the first event of all makes the home, closed to others', async () => {
    fs.rmSync(home.paths.home, { recursive: true });
    await runHook(command, home, EVENT, env);
    expect(readSpool(home)).toHaveLength(1);
    expect(fs.statSync(home.paths.home).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['Notification', 'p'],
    ['PermissionRequest', 'p'],
    ['Stop', 'p'],
    ['StopFailure', 'p'],
    ['SessionStart', 'p'],
    ['PostToolUseFailure', 'p'],
    ['PreToolUse', 'n'],
    ['SomethingNew', 'n'],
  ])('a %s is of class %s', async (name, expected) => {
    await runHook(command, home, `{"session_id":"s","hook_event_name":"${name}"}`, env);
    expect(parseSpoolName(readSpool(home)[0]?.name ?? '')?.class).toBe(expected);
  });

  test('past its bound of files the oldest low-priority events go, and are counted', async () => {
    fill(SPOOL_MAX_FILES - 10, { fromMs: 1_700_000_005_000 });
    fill(10, { type: 'p', fromMs: 1_700_000_001_000 });
    await runHook(command, home, EVENT, env);
    await until(() => fs.existsSync(home.paths.spoolDropped));
    const names = readSpoolNames();
    expect(names.length).toBeLessThanOrEqual(SPOOL_MAX_FILES);
    expect(names.filter((name) => name.includes('-p-'))).toHaveLength(10);
    expect(names.some((name) => name.startsWith('1700000005000-n-'))).toBe(false);
    const dropped = JSON.parse(fs.readFileSync(home.paths.spoolDropped, 'utf8')) as { files: number };
    expect(names.length + dropped.files).toBe(SPOOL_MAX_FILES + 1);
    expect(names.some((name) => Number(name.split('-')[0]) > 1_700_001_000_000)).toBe(true);
  });

  test('past its bound of bytes the oldest low-priority events go', async () => {
    fill(20, { bytes: 4 * 1024 * 1024 });
    await runHook(command, home, EVENT, env);
    await until(() => fs.existsSync(home.paths.spoolDropped));
    const left = fs.readdirSync(home.paths.spool).map((name) => fs.statSync(path.join(home.paths.spool, name)).size);
    expect(left.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(SPOOL_MAX_BYTES);
    expect(readSpoolNames().some((name) => name.startsWith('1700000001000-'))).toBe(false);
    expect(readSpoolNames().some((name) => name.startsWith('1700000001019-'))).toBe(true);
  });

  test('the bound holds over many hooks, though few of them count', async () => {
    fill(SPOOL_MAX_FILES - 20);
    for (let at = 0; at < 40; at += 1) await runHook(command, home, EVENT, env);
    await until(() => fs.existsSync(home.paths.spoolDropped));
    expect(readSpoolNames().length).toBeLessThanOrEqual(SPOOL_MAX_FILES);
    expect(readSpoolNames().filter((name) => !name.includes('filler'))).toHaveLength(40);
  });

  function readSpoolNames(): string[] {
    return fs.readdirSync(home.paths.spool).filter((name) => parseSpoolName(name) !== undefined);
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('F56: a hook that gets %s while it waits spools first', async (signal) => {
    const daemon = await startFakeDaemon(home, { answer: 'never' });
    const hook = startHook(command, home, { MPM_HOOK_TIMEOUT_MS: '30000' });
    hook.stdin.end(EVENT);
    await until(() => daemon.events.length > 0);
    hook.child.kill(signal);
    expect(await hook.ended).toMatchObject({ status: 0, stdout: '', stderr: '' });
    await daemon.close();
    expect(readSpool(home).map(({ bytes }) => bytes.toString())).toEqual([EVENT]);
  });

  test('F37: what could not be written whole takes no room, and is there to be counted', async () => {
    const limited = ['-c', 'trap \'\' XFSZ; ulimit -f 8; exec "$0"', command]; // as a full disk: 8 blocks, then no more
    const event = `{"hook_event_name":"Stop","text":"${'x'.repeat(100_000)}"}`;
    const hook = startHook('/bin/sh', home, env, limited);
    hook.stdin.end(event);

    expect(await hook.ended).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const left = fs.readdirSync(home.paths.spool).filter((name) => name.endsWith('.tmp'));
    expect(left.map((name) => fs.statSync(path.join(home.paths.spool, name)).size)).toEqual([0]);
    expect(readSpool(home)).toEqual([]);
  });

  test('F24: a state file with half a port speaks of nobody, and the event is kept', async () => {
    const state = { pid: 1, port: 80.5, version: '0.1.0', protocol: 1, startedAt: 1, storeId: 'x' };
    fs.writeFileSync(home.paths.state, JSON.stringify(state));
    await runHook(command, home, EVENT, env);

    expect(readSpool(home)).toHaveLength(1);
  });

  test.each<[string, (temp: TempHome) => void]>([
    ['is a file', ({ paths }) => replaceWithFile(paths.home)],
    ['has a file for a spool', ({ paths }) => replaceWithFile(paths.spool)],
    ['has a folder for a token', ({ paths }) => fs.mkdirSync(paths.token)],
    ['has a torn state file', ({ paths }) => fs.writeFileSync(paths.state, '{"pid": 1, "po')],
    ['has a state file of another kind', ({ paths }) => fs.writeFileSync(paths.state, '{"pid":"x","port":"y"}')],
    [
      'has a state file with an impossible port',
      ({ paths }) => fs.writeFileSync(paths.state, '{"pid":1,"port":99999999}'),
    ],
    ['has a file for the launch gates', ({ paths }) => replaceWithFile(paths.launchGates)],
  ])('F4, F37: a home that %s changes neither silence nor exit status', async (_what, damage) => {
    damage(home);
    expect(await runHook(command, home, EVENT, env)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});

test('F4, F46: the Node form without a Node to be found is silent', async () => {
  const home = createTempHome();
  const command = HOOK_BUILDS[1]?.command ?? '';

  expect(await runHook(command, home, EVENT, { PATH: '/nowhere' })).toMatchObject({
    status: 0,
    stdout: '',
    stderr: '',
  });
  home.remove();
});

function replaceWithFile(place: string): void {
  fs.rmSync(place, { recursive: true, force: true });
  fs.writeFileSync(place, 'in the way');
}
