import * as fs from 'node:fs';
import * as net from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureToken } from '../../src/shared/token-file.ts';
import { startFakeDaemon } from '../helpers/fake-daemon.ts';
import { HOOK_BUILDS, readSpool, runHook } from '../helpers/hook.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

const EVENT = '{"session_id":"s","hook_event_name":"UserPromptSubmit","prompt":"a private thought"}\n';

interface Stranger {
  readonly port: number;
  heard(): string;
  close(): void;
}

/** Somebody else on the port, who writes down all that is said to him. */
async function startStranger(reply: (socket: net.Socket, heard: Buffer) => void): Promise<Stranger> {
  let heard = '';
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      reply(socket, chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as net.AddressInfo).port, heard: () => heard, close };
}

const HELLO_WITH_A_GUESS = `HTTP/1.1 200 OK\r\nx-mpm-proof: ${'0'.repeat(64)}\r\ncontent-length: 2\r\n\r\n{}`;

describe.each(HOOK_BUILDS)('F22: a stranger on the port, $name build', ({ command }) => {
  let home: TempHome;
  let stranger: Stranger;

  beforeEach(() => {
    home = createTempHome();
  });

  afterEach(() => {
    stranger.close();
    home.remove();
  });

  test.each<[string, (socket: net.Socket) => void]>([
    ['says nothing', () => {}],
    ['hangs up', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
    ['answers without a proof', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')],
    ['guesses a proof', (socket) => socket.write(HELLO_WITH_A_GUESS)],
    ['is another kind of server', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
    ['talks without end', (socket) => socket.write(Buffer.alloc(1024 * 1024, 'a'))],
    ['sends headers for ever', (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`)],
    ['answers with garbage lengths', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n\r\n\r\n')],
  ])('who %s gets neither event nor token', async (_what, reply) => {
    const token = ensureToken(home.paths.token);
    stranger = await startStranger(reply);
    const run = await runHook(command, home, EVENT, { MPM_HOOK_PORT: String(stranger.port) });
    expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(stranger.heard()).not.toContain('private');
    expect(stranger.heard()).not.toContain(token);
    expect(readSpool(home).map(({ bytes }) => bytes.toString())).toEqual([EVENT]);
  });

  test('who passes the question on to the real daemon gets nothing either', async () => {
    const daemon = await startFakeDaemon(home);
    fs.rmSync(home.paths.state);
    stranger = await startStranger((socket, heard) => {
      const upstream = net.connect(daemon.port, '127.0.0.1', () => upstream.write(heard));
      upstream.pipe(socket, { end: false });
      socket.on('close', () => upstream.destroy());
    });
    await runHook(command, home, EVENT, { MPM_HOOK_PORT: String(stranger.port) });
    await daemon.close();
    expect(stranger.heard()).toContain('x-mpm-nonce');
    expect(stranger.heard()).not.toContain('private');
    expect(readSpool(home)).toHaveLength(1);
  });

  test('without a token of our own nobody can be ours', async () => {
    stranger = await startStranger((socket) => socket.write(HELLO_WITH_A_GUESS));
    await runHook(command, home, EVENT, { MPM_HOOK_PORT: String(stranger.port) });
    expect(stranger.heard()).not.toContain('private');
    expect(readSpool(home)).toHaveLength(1);
  });
});
