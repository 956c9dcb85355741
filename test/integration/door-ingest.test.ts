import * as net from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAnswer } from '../../src/hook/http-answer.ts';
import { bulkyAndCut } from '../helpers/bulky.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { capturedEvents } from '../helpers/fixtures.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.close());

const ndjson = { 'content-type': 'application/x-ndjson' };

async function send(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  const answer = await daemon.request('/v1/events', { method: 'POST', body, headers });
  const text = await answer.text();
  return { status: answer.status, answer: text === '' ? undefined : JSON.parse(text) };
}

/** The last events over the daemon's own door. */
async function lastEvents(limit: number): Promise<readonly Record<string, unknown>[]> {
  const socket = new WebSocket(`${daemon.streamUrl}?token=${daemon.token()}`);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  socket.send(JSON.stringify({ type: 'get_history', limit }));
  const message = await new Promise<MessageEvent>((resolve) =>
    socket.addEventListener('message', resolve, { once: true }),
  );
  socket.close();
  return JSON.parse(String(message.data)).events;
}

describe('one event', () => {
  test('is answered with 204 and no body, and is in the store by then', async () => {
    const answer = await daemon.request('/v1/events', {
      method: 'POST',
      body: JSON.stringify({ hook_event_name: 'Stop', session_id: 'one' }),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-mpm-event-id': 'event-of-the-hook',
        'x-mpm-sent-at': String(Date.UTC(2026, 10, 22, 12)),
        'x-mpm-hook': '0.1.0; via=settings; project=%2Fhome%2Fme',
      },
    });
    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe('');
    expect(await lastEvents(1)).toMatchObject([
      { type: 'hook.stop', id: 'event-of-the-hook', session_id: 'one', timestamp: '2026-11-22T12:00:00.000Z' },
    ]);
  });

  test('of every captured kind arrives as it was written', async () => {
    const captured = capturedEvents();
    for (const { bytes } of captured) expect(await daemon.post(bytes)).toBe(204);
    const arrived = await lastEvents(captured.length);
    expect(arrived.map((event) => event.data)).toEqual(captured.map(({ bytes }) => JSON.parse(String(bytes))));
  });

  test('delivered twice is stored once, and answered the same', async () => {
    const headers = { 'x-mpm-event-id': 'delivered-twice' };
    const { events } = await daemon.status();
    const event = { hook_event_name: 'Stop', session_id: 'twice' };
    expect([await daemon.post(event, headers), await daemon.post(event, headers)]).toEqual([204, 204]);
    expect((await daemon.status()).events).toBe(Number(events) + 1);
  });

  test('of Claude Code’s own http hooks needs no header of ours', async () => {
    expect(await daemon.post({ hook_event_name: 'Notification', session_id: 'http' })).toBe(204);
    expect(await lastEvents(1)).toMatchObject([
      { type: 'hook.notification', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
  });

  test('with a type of the sender’s own', async () => {
    expect(await daemon.post({ to: 'live' }, { 'x-mpm-type': 'custom.deploy' })).toBe(204);
    expect(await lastEvents(1)).toMatchObject([{ type: 'custom.deploy', data: { to: 'live' } }]);
  });

  test('that is no JSON is kept as text', async () => {
    expect(await daemon.post('not json')).toBe(204);
    expect(await lastEvents(1)).toMatchObject([{ type: 'hook.unparsed', data: { text: 'not json' } }]);
  });

  test('packed with gzip is unpacked', async () => {
    const event = { hook_event_name: 'Stop', session_id: 'packed' };
    expect(await daemon.post(gzipSync(JSON.stringify(event)), { 'content-encoding': 'gzip' })).toBe(204);
    expect(await lastEvents(1)).toMatchObject([{ session_id: 'packed', data: event }]);
  });

  test('F6: of 16 MB is taken, and cut visibly', async () => {
    const event = { hook_event_name: 'PostToolUse', session_id: 'large', tool_response: 'x'.repeat(16_000_000) };
    expect(await daemon.post(event)).toBe(204);
    expect(await lastEvents(1)).toMatchObject([
      {
        cut: true,
        data: { hook_event_name: 'PostToolUse', tool_response: expect.stringMatching(/…\[cut \d+ bytes\]$/) },
      },
    ]);
  });

  test.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['an id that could be a path', '{}', { 'x-mpm-event-id': '../../token' }, 400, 'bad_id'],
    ['a type of ours', '{}', { 'x-mpm-type': 'system.health' }, 400, 'unknown_type'],
    ['an encoding we do not have', '{}', { 'content-encoding': 'br' }, 415, 'unsupported_encoding'],
    ['gzip that is none', '{}', { 'content-encoding': 'gzip' }, 400, 'bad_gzip'],
    [
      'gzip that is cut off',
      gzipSync('x'.repeat(9999)).subarray(0, 20),
      { 'content-encoding': 'gzip' },
      400,
      'bad_gzip',
    ],
    ['a gzip bomb', gzipSync(Buffer.alloc(66 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 413, 'too_large'],
  ])('%s is refused for good', async (_title, body, headers, status, code) => {
    const { answer, ...got } = await send(typeof body === 'string' ? body : new Uint8Array(body), {
      'content-type': 'application/json',
      ...headers,
    });
    expect({ ...got, code: answer?.error.code }).toEqual({ status, code });
  });

  test('that says it is too large is refused before it is sent', async () => {
    const socket = net.connect(daemon.port, '127.0.0.1');
    socket.write(
      `POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1:${daemon.port}\r\nauthorization: Bearer ${daemon.token()}\r\n` +
        `content-type: application/json\r\ncontent-length: ${100 * 1024 * 1024}\r\n\r\n`,
    );
    expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('many events in one request', () => {
  test('a line of very many values may be cut off inside a string', async () => {
    const whole = JSON.stringify({ hook_event_name: 'Stop' });
    const { status, answer } = await send(`${bulkyAndCut()}\n${whole}\n`, ndjson);

    expect({ status, answer }).toEqual({
      status: 200,
      answer: { accepted: 2, duplicates: 0, rejected: [], rejectedTotal: 0 },
    });
  });

  test('both forms of a line are taken, and each bad line is told', async () => {
    const lines = [
      JSON.stringify({ hook_event_name: 'Stop', session_id: 'lines' }),
      JSON.stringify({
        type: 'custom.build',
        data: { ok: true },
        id: 'line-with-an-id',
        timestamp: '2026-11-22T12:00:00Z',
      }),
      'not json',
      '',
      JSON.stringify({ type: 'system.health', data: {} }),
      JSON.stringify({ type: 'custom.build', data: {}, id: 'line-with-an-id' }),
      JSON.stringify({ hook_event_name: 'Stop', type: 'of a later release', data: 1 }),
    ];
    expect(await send(`${lines.join('\r\n')}\n`, ndjson)).toEqual({
      status: 200,
      answer: {
        accepted: 3,
        duplicates: 1,
        rejected: [
          { line: 3, code: 'bad_json' },
          { line: 5, code: 'unknown_type' },
        ],
        rejectedTotal: 2,
      },
    });
    expect(await lastEvents(3)).toMatchObject([
      { type: 'hook.stop' },
      { type: 'custom.build', timestamp: '2026-11-22T12:00:00.000Z', data: { ok: true } },
      { type: 'hook.stop', data: { data: 1 } },
    ]);
  });

  test('an envelope that was exported comes in again, once', async () => {
    const [envelope] = await lastEvents(1);
    const exported = `${JSON.stringify({ ...envelope, id: 'exported-elsewhere' })}\n`;
    expect((await send(exported, ndjson)).answer).toMatchObject({ accepted: 1, duplicates: 0 });
    expect((await send(exported, ndjson)).answer).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  test('a thousand packed lines come in, in their order', async () => {
    const lines = Array.from({ length: 1000 }, (_, count) => JSON.stringify({ type: 'custom.count', data: { count } }));
    const body = new Uint8Array(gzipSync(lines.join('\n')));
    expect((await send(body, { ...ndjson, 'content-encoding': 'gzip' })).answer).toMatchObject({ accepted: 1000 });
    const arrived = (await lastEvents(1000)) as { data: { count: number } }[];
    expect(arrived.map((event) => event.data.count)).toEqual(Array.from({ length: 1000 }, (_, count) => count));
  });

  test('lines come in while later ones are still on their way', async () => {
    const socket = net.connect(daemon.port, '127.0.0.1');
    const { seq } = await daemon.status();
    socket.write(
      `POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1:${daemon.port}\r\nauthorization: Bearer ${daemon.token()}\r\n` +
        `content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    const line = `${JSON.stringify({ type: 'custom.early', data: {} })}\n`;
    socket.write(`${line.length.toString(16)}\r\n${line}\r\n`);
    await until(async () => (await daemon.status()).seq === Number(seq) + 1);
    socket.destroy();
  });
});

test('F33: what was refused is counted, and never what was said', async () => {
  const before = Number((await daemon.status()).rejected);
  await daemon.post('{}', { 'content-type': 'text/plain' });
  await send('not json\nnot json\n', ndjson);
  const { rejected, rejectedBy } = await daemon.status();
  expect(rejected).toBe(before + 3);
  expect(rejectedBy).toMatchObject({ unsupported_type: 1, bad_json: expect.any(Number) });
});

test('F33: an event without a right token is refused and its sender keeps it; one that is none is counted once', async () => {
  const before = await daemon.status();
  await daemon.post('{}', { authorization: 'Bearer wrong' });
  await daemon.post('{}', { 'x-mpm-type': 'system.gap' });
  const { rejected, refused } = await daemon.status();
  expect(rejected).toBe(Number(before.rejected) + 1);
  expect(refused).toBe(Number(before.refused) + 1);
});

test('one socket carries the question who answers, and then event after event', async () => {
  const socket = net.connect(daemon.port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  const head = `host: 127.0.0.1:${daemon.port}\r\n`;
  const event = JSON.stringify({ hook_event_name: 'Stop', session_id: 'pooled' });
  const post =
    `POST /v1/events HTTP/1.1\r\n${head}authorization: Bearer ${daemon.token()}\r\ncontent-type: application/json\r\n` +
    `content-length: ${event.length}\r\n\r\n${event}`;
  const next = async (bytes: string): Promise<number> => {
    received = '';
    socket.write(bytes);
    return (await until(() => parseAnswer(received), { everyMs: 1 })).status;
  };
  expect(await next(`GET /v1/hello HTTP/1.1\r\n${head}x-mpm-nonce: ${'0'.repeat(32)}\r\n\r\n`)).toBe(200);
  for (let count = 0; count < 10; count += 1) expect(await next(post)).toBe(204);
  socket.destroy();
});
