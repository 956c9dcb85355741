import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readState } from '../../src/shared/state-file.ts';
import { runDaemonCommand, spawnTestDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { daemonsOf, killAll } from '../helpers/own-daemons.ts';
import { connectStream } from '../helpers/stream-client.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const EVENT = { hook_event_name: 'Stop', session_id: 's' };
let home: TempHome;

beforeEach(() => {
  home = createTempHome();
});
afterEach(() => {
  killAll(home);
  home.remove();
});

function logLines(): { event: string; level: string; message: string }[] {
  return fs
    .readFileSync(home.paths.log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('a daemon of its own process', () => {
  test('ends when asked, having said goodbye, kept every event, and left no trace of running', async () => {
    const daemon = await spawnTestDaemon(home);
    const client = await connectStream(daemon);
    const posts = Promise.allSettled(Array.from({ length: 50 }, () => daemon.post(EVENT)));
    await until(async () => Number((await daemon.status()).events) > 0);
    expect(await daemon.end('SIGTERM')).toBe(0);

    const statuses = await posts;
    const acknowledged = statuses.filter((post) => post.status === 'fulfilled' && post.value === 204).length;
    expect(await client.closed).toEqual({ code: 1001, reason: 'going away' });
    expect(fs.existsSync(home.paths.state)).toBe(false);
    expect(fs.existsSync(`${home.paths.store}-wal`)).toBe(false);
    expect(logLines().map(({ event }) => event)).toEqual(['started', 'stopping', 'stopped']);

    const next = await spawnTestDaemon(home);
    expect(Number((await next.status()).seq)).toBeGreaterThanOrEqual(acknowledged);
    await next.end();
  });

  test('keeps what it acknowledged though it is killed, and its successor takes over at once', async () => {
    const daemon = await spawnTestDaemon(home);
    expect(await daemon.post(EVENT, { 'x-mpm-event-id': 'acknowledged' })).toBe(204);
    expect(await daemon.end('SIGKILL')).toBe('SIGKILL');
    expect(readState(home.paths.state)?.pid).toBe(daemon.pid);

    const next = await spawnTestDaemon(home);
    const client = await connectStream(next);
    client.say({ type: 'get_history', limit: 10 });
    expect(await client.next('system.history')).toMatchObject({ events: [{ id: 'acknowledged', seq: 1 }] });
    client.close();
    await next.end();
  });

  test('F11, F19: stands in its home, with everything in it for its owner only', async () => {
    const daemon = await spawnTestDaemon(home);
    await daemon.post(EVENT);
    expect(fs.readlinkSync(`/proc/${daemon.pid}/cwd`)).toBe(fs.realpathSync(home.paths.home));
    expect(readState(home.paths.state)).toMatchObject({ pid: daemon.pid, port: daemon.port, protocol: 1 });
    const open = fs
      .readdirSync(home.paths.home, { recursive: true })
      .map((name) => path.join(home.paths.home, String(name)))
      .filter((file) => (fs.statSync(file).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    await daemon.end();
  });

  test('the state file tells when the process started', async () => {
    const beforeMs = Date.now();
    const daemon = await spawnTestDaemon(home);
    const { startedAt } = readState(home.paths.state) ?? { startedAt: 0 };
    expect(startedAt).toBeGreaterThan(beforeMs - 1000);
    expect(startedAt).toBeLessThanOrEqual(Date.now());
    await daemon.end();
  });

  test('a second signal, of whatever kind, ends it at once', async () => {
    const daemon = await spawnTestDaemon(home);
    const held = net.connect(daemon.port, '127.0.0.1');
    held.write(
      `POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1:${daemon.port}\r\nauthorization: Bearer ${daemon.token()}\r\n` +
        'content-type: application/json\r\ncontent-length: 10\r\n\r\n{',
    );
    held.on('error', () => {});
    await until(async () => Number((await daemon.status()).rssBytes) > 0);
    const ended = once(daemon.child, 'exit');
    daemon.child.kill('SIGTERM');
    await until(() => logLines().some(({ event }) => event === 'stopping'), { everyMs: 2 });
    daemon.child.kill('SIGINT');
    expect(await ended).toEqual([null, 'SIGINT']);
  });

  test('F14: two daemons of one home: one stays, the other is not needed and no failure', async () => {
    const first = await spawnTestDaemon(home);
    const second = runDaemonCommand(home, { MPM_HOOK_PORT: String(await freePort()) });
    expect(await once(second, 'exit')).toEqual([0, null]);
    expect(logLines().at(-1)).toMatchObject({ event: 'already_owned', level: 'info' });
    expect(readState(home.paths.state)?.pid).toBe(first.pid);
    await first.end();
  });

  test('F14: ten started at once are one', async () => {
    const port = String(await freePort());
    const all = Array.from({ length: 10 }, () => runDaemonCommand(home, { MPM_HOOK_PORT: port }));
    const ended = all.map((child) => once(child, 'exit'));
    await until(() => all.filter((child) => child.exitCode !== null).length === 9, { withinMs: 20_000 });
    expect(all.map(({ exitCode }) => exitCode).filter((code) => code !== null)).toEqual(Array(9).fill(0));
    expect(daemonsOf(home)).toEqual([readState(home.paths.state)?.pid]);
    killAll(home);
    await Promise.all(ended);
  });

  test('ends by itself when nobody uses it', async () => {
    const child = runDaemonCommand(home, { MPM_HOOK_PORT: String(await freePort()), MPM_HOOK_IDLE_EXIT_MS: '300' });
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(logLines().map(({ event }) => event)).toEqual(['started', 'stopping', 'stopped']);
  });

  test('a setting that cannot be used is named in the log', async () => {
    fs.writeFileSync(home.paths.config, '{"prot": 1}');
    const daemon = await spawnTestDaemon(home);
    expect(logLines()[0]).toMatchObject({ event: 'setting_unusable', message: expect.stringContaining('"prot"') });
    await daemon.end();
  });
});

describe('the port', () => {
  test('F18, F20: a stranger keeps its port, and hooks find us at the next', async () => {
    const stranger = net.createServer();
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as net.AddressInfo;
    const daemon = await startTestDaemon({ home, settings: { port } });
    expect(daemon.port).toBeGreaterThan(port);
    expect(daemon.port).toBeLessThanOrEqual(port + 20);
    expect(readState(home.paths.state)?.port).toBe(daemon.port);
    expect(daemon.facts).toContainEqual({ event: 'port_taken', fact: { wanted: port, port: daemon.port } });
    expect(stranger.listening).toBe(true);
    await daemon.stop();
    stranger.close();
  });

  test('F20: two homes have two daemons on two ports', async () => {
    const port = await freePort();
    const one = await startTestDaemon({ settings: { port } });
    const other = await startTestDaemon({ settings: { port } });
    expect(other.port).not.toBe(one.port);
    await Promise.all([one.close(), other.close()]);
  });

  test('F42: nobody but this machine can connect', async () => {
    const daemon = await startTestDaemon({ home });
    const hex = daemon.port.toString(16).toUpperCase().padStart(4, '0');
    const listening = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => fs.readFileSync(file, 'utf8').split('\n'))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === '0A')
      .map(([, local]) => local);
    expect(listening).toEqual([`0100007F:${hex}`]);
    await daemon.stop();
  });
});

describe('F37: a disk that takes nothing', () => {
  test('a state file that cannot be written is said, and the daemon serves all the same', async () => {
    fs.mkdirSync(path.join(home.paths.state, 'in-the-way'), { recursive: true });
    const daemon = await startTestDaemon({ home });
    expect(daemon.facts.map(({ event }) => event)).toContain('state_unwritten');
    expect(await daemon.post(EVENT)).toBe(204);
    await daemon.stop();
  });

  test('a store that cannot be opened is said in health and status, events are shown, and senders are told to keep them', async () => {
    fs.mkdirSync(path.join(home.paths.store, 'in-the-way'), { recursive: true });
    const daemon = await startTestDaemon({ home });
    const client = await connectStream(daemon);
    client.say({ type: 'register' });
    await client.next('system.welcome');
    const answer = await daemon.request('/v1/events', {
      method: 'POST',
      body: JSON.stringify(EVENT),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: 'not_stored' } });
    expect(await client.next('hook.stop')).toMatchObject({ session_id: 's' });

    expect(await (await daemon.request('/health')).json()).toMatchObject({ status: 'degraded' });
    expect(await daemon.status()).toMatchObject({ status: 'degraded', store: { durable: false } });
    expect(daemon.facts.map(({ event }) => event)).toContain('store_in_trouble');
    client.close();
    await daemon.stop();
  });
});
