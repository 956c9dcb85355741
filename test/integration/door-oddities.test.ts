import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { connectRaw } from '../helpers/raw-connection.ts';
import { upgradeRequest } from '../helpers/raw-stream.ts';
import { connectStream } from '../helpers/stream-client.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.close());

function failures(): unknown[] {
  return daemon.facts.filter(({ event }) => event === 'failed');
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

test.each(['metadata', 'summary'] as const)(
  'JSON of 200,000 levels is taken where only %s is kept',
  async (capture) => {
    const sparing = await startTestDaemon({ settings: { capture } });
    expect(
      await sparing.post(`{"hook_event_name":"Stop","prompt":"AKIAIOSFODNN7EXAMPLE","a":${nested(200_000)}}`),
    ).toBe(204);
    await sparing.close();
  },
);

async function newest(): Promise<string> {
  return (await daemon.request('/v1/events?limit=1')).text();
}

describe.each([1000, 10_000, 200_000])('JSON of %i levels', (levels) => {
  test('is taken from a hook as it was written', async () => {
    const event = `{"hook_event_name":"Stop","session_id":"deep","levels":${nested(levels)}}`;
    expect(await daemon.post(event)).toBe(204);
    if (event.length < 256 * 1024) expect(await newest()).toContain(event);
    else expect(await newest()).toContain('"cut":true');
  });

  test.each(['data', 'id'])('is taken as a line, or told to be too deep, where %s stands last', async (last) => {
    const id = `"id":"level-${last}-${levels}"`;
    const data = `"data":{"levels":${nested(levels)}}`;
    const members = last === 'data' ? [id, data] : [data, id];
    const body = `{"type":"custom.deep",${members.join(',')}}\n{"type":"custom.next","data":{}}\n`;
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await daemon.request('/v1/events', { method: 'POST', body, headers });
    const isRefused = last === 'id' && levels > 1000;
    const rejected = isRefused ? [{ line: 1, code: 'bad_data' }] : [];
    expect(await answer.json()).toMatchObject({ accepted: isRefused ? 1 : 2, rejected });
  });

  test('published over the WebSocket is taken, or told to be too deep', async () => {
    const client = await connectStream(daemon);
    client.say(`{"type":"custom.deep","id":"stream-${levels}","data":{"levels":${nested(levels)}},"ack":true}`);
    if (levels > 1000) expect(await client.next('system.error')).toMatchObject({ code: 'bad_data' });
    else await client.next('system.ack');
    client.close();
  });

  test('is refused where something else is expected', async () => {
    const client = await connectStream(daemon);
    client.say(`{"type":${nested(levels)}}`);
    expect(await client.next('system.error')).toMatchObject({ code: 'unknown_type' });
    client.say(`{"type":"register","types":${nested(levels)}}`);
    expect(await client.next('system.error')).toMatchObject({ code: 'bad_types' });
    client.close();
    expect(failures()).toEqual([]);
  });
});

test('a type as long as a message may be is not told back', async () => {
  const client = await connectStream(daemon);
  client.say({ type: 'x'.repeat(1_000_000) });
  const { message } = await client.next('system.error');
  expect(String(message).length).toBeLessThan(100);
  client.close();
});

test('sessions and clients may be called like what every object has', async () => {
  const names = ['constructor', '__proto__', 'toString'];
  const clients = await Promise.all(names.map(() => connectStream(daemon)));
  for (const [index, client] of clients.entries()) {
    client.say({ type: 'register', session_id: names[index], name: names[index] });
    await client.next('system.welcome');
  }
  const { watching } = await daemon.status();
  expect(Object.entries(watching as object)).toEqual(expect.arrayContaining(names.map((name) => [name, 1])));
  for (const client of clients) client.close();
  await until(async () => (await daemon.status()).clients === 0);
});

test.each([
  ['a version that nobody speaks', { 'sec-websocket-version': '99' }],
  ['no key', { 'sec-websocket-key': '' }],
  ['a key of the wrong length', { 'sec-websocket-key': 'c2hvcnQ=' }],
  ['subprotocols that are no names', { 'sec-websocket-protocol': ',,' }],
])('a handshake with %s is refused like everything else, and counted', async (_title, headers) => {
  const before = ((await daemon.status()).refusedBy as Record<string, number>).bad_handshake ?? 0;
  const connection = await connectRaw(daemon.port);
  connection.send(upgradeRequest(daemon, headers));
  const answer = String(await connection.over);
  expect(answer).toMatch(/^HTTP\/1\.1 400 .*sec-websocket-version: 13\r\n/s);
  expect(answer).toMatch(/\{"error":\{"code":"bad_handshake","message":"[^"]+"\}\}$/);
  expect((await daemon.status()).refusedBy).toMatchObject({ bad_handshake: before + 1 });
});
