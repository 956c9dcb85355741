import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ClaudeWorld, createClaudeWorld } from '../helpers/claude-world.ts';
import { startTestDaemon } from '../helpers/daemon.ts';
import { examine, saying } from '../helpers/doctor.ts';
import { type ScriptedDaemon, startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { freePort } from '../helpers/temp-home.ts';

let world: ClaudeWorld;
const open: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  world = createClaudeWorld();
});

afterEach(async () => {
  for (const close of open.splice(0)) await close();
  world.home.remove();
});

async function startDaemon() {
  const daemon = await startTestDaemon({ home: world.home });
  open.push(daemon.stop);
  return daemon;
}

async function startScript(
  ...script: Parameters<typeof startScriptedDaemon> extends [unknown, ...infer Rest] ? Rest : never
) {
  const daemon: ScriptedDaemon = await startScriptedDaemon(world.home, ...script);
  open.push(daemon.close);
  return daemon;
}

describe('the daemon', () => {
  test('that does not run is a warning: the next hook starts it', async () => {
    const report = await examine(world, { env: { MPM_HOOK_PORT: String(await freePort()) } });
    expect(saying(report, 'warning')).toContain('Daemon does not run; the next hook starts it');
  });

  test('F18, F22: in whose place a stranger listens; the stranger is left alone', async () => {
    const stranger = net.createServer((socket) =>
      socket.resume().end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'),
    );
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as net.AddressInfo;
    open.push(() => new Promise((resolve) => stranger.close(resolve)));
    const report = await examine(world, { env: { MPM_HOOK_PORT: String(port) } });

    expect(saying(report, 'problem')).toContain(`Port ${port} is held by a program that is not your daemon`);
    expect(stranger.listening).toBe(true);
  });

  test('F23: that is there and does not answer is a problem', async () => {
    await startScript({ isMute: true });
    const { findings } = await examine(world);
    const wedged = {
      check: 'daemon',
      state: 'problem',
      says: 'Daemon is there and does not answer',
      hint: 'mpm-hook daemon restart',
    };
    expect(findings).toContainEqual(wedged);
  });

  test('F21: of an older release is a warning', async () => {
    await startScript({ version: '0.0.1' });
    expect(saying(await examine(world), 'warning')).toContain('Daemon is 0.0.1, this is 0.1.0');
  });

  test('F33: tells what it lost, and that it cannot write', async () => {
    await startScript({ status: { dropped: 3, rejected: 1, store: { durable: false } } });
    const report = await examine(world);
    expect(saying(report, 'warning')).toContain('3 events dropped so far');
    expect(saying(report, 'warning')).toContain('1 event refused so far');
    expect(saying(report, 'problem')).toContain('Events are kept in memory only: the store cannot be written');
  });

  test('questions that were refused are no loss', async () => {
    await startScript({ status: { refused: 7 } });
    expect(JSON.stringify(await examine(world))).not.toContain('refused');
  });

  test('that cannot search is a warning that says why', async () => {
    await startScript({ status: { search: { state: 'off', reason: 'database or disk is full' } } });
    expect(saying(await examine(world), 'warning')).toContain('Nothing can be searched: database or disk is full');
  });
});

test.each([
  [{ salvaging: true, salvaged: 12 }, 'The store was damaged; 12 events copied so far'],
  [{ salvaged: 12, lost: 3 }, 'The store was damaged; 12 events could be read, 3 lost'],
  [{ salvaged: 0, lost: null }, 'The store was damaged; 0 events could be read, nobody knows how many lost'],
])('F37: a damaged store is a warning until its file is taken away: %j', async (became, says) => {
  await startScript({ status: { store: { durable: true, setAside: '/home/dev/events.damaged.db', ...became } } });
  expect(saying(await examine(world), 'warning')).toContain(says);
});

describe('what is kept', () => {
  const spool = (name: string) => fs.writeFileSync(path.join(world.home.paths.spool, name), '{}\n{}');

  test('in a spool that nobody empties is a problem', async () => {
    await startScript();
    spool(`${Date.now() - 86_400_000}-n-event-0001.event`);
    expect(saying(await examine(world), 'problem')).toContain('Spool holds 1 event, the oldest 1 d old');
  });

  test('in a spool while no daemon runs waits for it', async () => {
    spool(`${Date.now() - 60_000}-n-event-0001.event`);
    const report = await examine(world, { env: { MPM_HOOK_PORT: String(await freePort()) } });
    expect(saying(report, 'warning')).toContain('Spool holds 1 event, the oldest 1 min old');
  });

  test('of refused events is told', async () => {
    spool('rejected/1700000000000-n-event-0001.event');
    expect(saying(await examine(world), 'warning')).toContain('1 event refused for good');
  });

  test.each([
    ['the home', (home: ClaudeWorld['home']) => home.paths.home, 0o755, 'chmod 700'],
    ['the token', (home: ClaudeWorld['home']) => home.paths.token, 0o644, 'chmod 600'],
  ])('in %s is for its owner only', async (_what, fileOf, mode, hint) => {
    await startDaemon();
    const file = fileOf(world.home);
    fs.chmodSync(file, mode);
    const { findings } = await examine(world);

    expect(findings).toContainEqual({
      check: 'home',
      state: 'problem',
      says: `${file} can be read by others`,
      hint: `${hint} ${file}`,
    });
  });
});

test('switches of the environment are told', async () => {
  expect(saying(await examine(world, { env: { MPM_HOOK_DISABLE: '1' } }), 'warning')).toContain(
    'MPM_HOOK_DISABLE is set: the hook does nothing',
  );
});
