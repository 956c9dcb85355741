import * as fs from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import * as net from 'node:net';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeDaemon, startFakeDaemon } from '../helpers/fake-daemon.ts';
import { capturedEvents, capturedSequences } from '../helpers/fixtures.ts';
import { HOOK_BUILDS, readSpool, runHook, startHook } from '../helpers/hook.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';

const EVENT = '{"session_id":"s","hook_event_name":"PreToolUse","tool_name":"Bash"}\n';

describe.each(HOOK_BUILDS)('the hook, $name build', ({ command }) => {
  let home: TempHome;
  let daemon: FakeDaemon | undefined;

  beforeEach(() => {
    home = createTempHome();
    daemon = undefined;
  });

  afterEach(async () => {
    await daemon?.close();
    home.remove();
  });

  async function up(options: Parameters<typeof startFakeDaemon>[1] = {}): Promise<FakeDaemon> {
    daemon = await startFakeDaemon(home, options);
    return daemon;
  }

  test('every captured event arrives byte for byte, in silence', async () => {
    const { events } = await up();
    const all = capturedEvents();
    for (const { bytes } of all)
      expect(await runHook(command, home, bytes)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(events.map(({ body }) => body.toString())).toEqual(all.map(({ bytes }) => bytes.toString()));
    expect(readSpool(home)).toEqual([]);
  });

  test('every event of every recorded sequence arrives byte for byte', async () => {
    const { events } = await up();
    const all = capturedSequences().flatMap((sequence) => sequence.events);
    const waiting = [...all];
    const worker = async () => {
      for (let bytes = waiting.shift(); bytes !== undefined; bytes = waiting.shift())
        await runHook(command, home, bytes);
    };
    await Promise.all([worker(), worker(), worker()]);
    const sorted = (bodies: readonly Buffer[]) => bodies.map(String).sort();
    expect(sorted(events.map(({ body }) => body))).toEqual(sorted(all));
  }, 120_000);

  test('a delivery says when, how late, from which release and from which Claude Code, and nothing else of the environment', async () => {
    const { events } = await up();
    const before = Date.now();
    await runHook(command, home, EVENT, {
      CLAUDE_PID: '4711',
      AI_AGENT: 'claude-code_2-1-330',
      CLAUDE_CODE_ENTRYPOINT: 'cli',
      CLAUDE_CODE_SESSION_ATTENDED: '1',
      CLAUDE_PROJECT_DIR: '/home/dev/a b;c',
      ANTHROPIC_API_KEY: 'sk-secret-of-the-user',
    });
    const headers = events[0]?.headers ?? ({} as IncomingHttpHeaders);
    expect(headers['x-mpm-hook']).toMatch(
      /^\d+\.\d+\.\d+; via=settings; claude_pid=4711; agent=claude-code_2-1-330; entrypoint=cli; attended=1; project=%2Fhome%2Fdev%2Fa%20b%3Bc$/,
    );
    expect(headers['x-mpm-event-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number(headers['x-mpm-sent-at'])).toBeGreaterThanOrEqual(before);
    expect(Number(headers['x-mpm-elapsed-us'])).toBeGreaterThan(0);
    expect(headers['content-type']).toBe('application/json');
    expect(headers.authorization).toBe(`Bearer ${fs.readFileSync(home.paths.token, 'utf8').trim()}`);
    expect(JSON.stringify(headers)).not.toContain('sk-secret');
  });

  test('F6: an event of 16 MB arrives whole', async () => {
    const { events } = await up();
    const bytes = Buffer.from(`{"hook_event_name":"PostToolUse","content":"${'x'.repeat(16 * 1024 * 1024)}"}\n`);
    await runHook(command, home, bytes, { MPM_HOOK_TIMEOUT_MS: '20000' });
    expect(events[0]?.body.equals(bytes)).toBe(true);
  });

  test('F6: of an event past 64 MiB the first 64 KiB arrive, and say so', async () => {
    const { events } = await up();
    const bytes = Buffer.alloc(64 * 1024 * 1024 + 1, 'y');
    await runHook(command, home, bytes, { MPM_HOOK_TIMEOUT_MS: '20000' });
    expect(events[0]?.headers['x-mpm-type']).toBe('hook.oversize');
    expect(events[0]?.body.equals(bytes.subarray(0, 64 * 1024))).toBe(true);
  });

  test('F7: it connects once, to where the state file says', async () => {
    const fake = await up();
    await runHook(command, home, EVENT, { MPM_HOOK_PORT: String(await freePort()) });
    expect(fake.events).toHaveLength(1);
    expect(fake.connections()).toBe(1);
  });

  test('without a state file it knocks at MPM_HOOK_PORT', async () => {
    const { port, events } = await up();
    fs.rmSync(home.paths.state);
    await runHook(command, home, EVENT, { MPM_HOOK_PORT: String(port) });
    expect(events).toHaveLength(1);
  });

  test.each([
    ['the start of JSON', '{"hook_event_name":'],
    ['an array', '[1,2]'],
    ['bytes that are no text', Buffer.from([0, 255, 254, 10, 13])],
    ['nothing', ''],
  ])('stdin that is %s arrives as it is', async (_what, stdin) => {
    const { events } = await up();
    await runHook(command, home, stdin);
    expect(events[0]?.body.equals(Buffer.from(stdin))).toBe(true);
  });

  test('F5: stdin that never closes is an event all the same', async () => {
    const { events } = await up();
    const hook = startHook(command, home);
    hook.stdin.write(EVENT);
    const { status, tookMs } = await hook.ended;
    expect(status).toBe(0);
    expect(events[0]?.body.toString()).toBe(EVENT);
    expect(tookMs).toBeLessThan(4000);
  });

  test('F1: a daemon that never answers costs the deadline, and the event is spooled', async () => {
    await up({ answer: 'never' });
    const { status, tookMs } = await runHook(command, home, EVENT);
    expect(status).toBe(0);
    expect(tookMs).toBeLessThan(2000);
    expect(readSpool(home).map(({ bytes }) => bytes.toString())).toEqual([EVENT]);
  });

  test.each([429, 500, 503, 401, 413])('an answer of %i is no ack: the event is spooled', async (answer) => {
    await up({ answer });
    await runHook(command, home, EVENT);
    expect(readSpool(home)).toHaveLength(1);
  });

  test('F9: variables that change how Node starts do not matter', async () => {
    const { events } = await up();
    const env = { NODE_OPTIONS: '--require /nowhere/at-all.js', NODE_EXTRA_CA_CERTS: '/nowhere/certs.pem' };
    expect(await runHook(command, home, EVENT, env)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(events).toHaveLength(1);
  });

  test('F3: it knocks at 127.0.0.1, whoever listens at the same port of ::1', async () => {
    const fake = await up();
    let knocks = 0;
    const other = net.createServer(() => {
      knocks += 1;
    });
    await new Promise<void>((resolve) => other.listen(fake.port, '::1', resolve));
    await runHook(command, home, EVENT);
    other.close();
    expect(knocks).toBe(0);
    expect(fake.events[0]?.headers.host).toBe(`127.0.0.1:${fake.port}`);
  });

  test('F8: it runs no other program', async () => {
    await up();
    const folder = path.join(home.root, 'path');
    const log = path.join(home.root, 'ran');
    fs.mkdirSync(folder);
    for (const name of ['git', 'ps', 'claude', 'sh', 'bash', 'curl', 'which', 'uname', 'sqlite3']) {
      fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho ${name} >> ${log}\n`, { mode: 0o755 });
    }
    await runHook(command, home, EVENT, { PATH: `${folder}:${home.env.PATH}` });
    expect(fs.existsSync(log)).toBe(false);
    expect(readSpool(home)).toEqual([]);
  });

  test('F13: when the hook has ended, its event has been taken', async () => {
    const { events } = await up();
    const hook = startHook(command, home);
    hook.stdin.end(EVENT);
    const taken = await new Promise((resolve) => hook.child.on('exit', () => resolve(events.length)));
    expect(taken).toBe(1);
  });

  test('MPM_HOOK_DISABLE=1 does nothing at all', async () => {
    const fake = await up();
    expect(await runHook(command, home, EVENT, { MPM_HOOK_DISABLE: '1' })).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(fake.connections()).toBe(0);
    expect(readSpool(home)).toEqual([]);
  });

  test('F57: stdin may be a socket', async () => {
    const { events } = await up();
    const server = net.createServer((socket) => socket.end(EVENT));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const { status } = await runHook('/bin/bash', home, '', {}, [
      '-c',
      `exec 3<>/dev/tcp/127.0.0.1/${port}; exec "${command}" <&3`,
    ]);
    server.close();
    expect(status).toBe(0);
    expect(events[0]?.body.toString()).toBe(EVENT);
  });
});
