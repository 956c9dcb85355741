import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { connectRaw, statuses } from '../helpers/raw-connection.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(async () => {
  expect(daemon.facts.filter(({ event }) => event === 'failed')).toEqual([]);
  await daemon.close();
});

/** A request with the right Host and token, and these lines of a head beside them. */
function request(line: string, headers: readonly string[] = [LAST], body: string | Buffer = ''): Buffer {
  const own = [`host: 127.0.0.1:${daemon.port}`, `authorization: Bearer ${daemon.token()}`];
  const head = `${[line, ...own, ...headers].join('\r\n')}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}

const STATUS = 'GET /v1/status HTTP/1.1';
const POST = 'POST /v1/events HTTP/1.1';
const JSON_TYPE = 'content-type: application/json';
const LAST = 'connection: close';
const CHUNKED = 'transfer-encoding: chunked';

async function answersTo(bytes: Buffer, { isBrokenOff = false } = {}): Promise<number[]> {
  const connection = await connectRaw(daemon.port);
  connection.send(bytes);
  if (isBrokenOff) connection.socket.end();
  return statuses(await connection.over);
}

async function eventsOf(session: string): Promise<unknown[]> {
  return ((await (await daemon.request(`/v1/events?session=${session}`)).json()) as { events: unknown[] }).events;
}

describe('what is no HTTP/1.1 is answered with 400 and the end of the connection:', () => {
  const none: readonly string[] = [];
  test.each<readonly [string, string, readonly string[]]>([
    ['a line of nothing', '\0\0\0\0', none],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', none],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM', none],
    ['a method that is none', 'FETCH / HTTP/1.1', none],
    ['a version that is none', 'GET / HTTP/9.9', none],
    ['a break in the address', 'GET /v1/\rstatus HTTP/1.1', none],
    ['a header without a colon', STATUS, ['nothing']],
    ['a header with a space in its name', STATUS, ['x y: z']],
    ['a header with a zero in it', STATUS, ['x: a\0b']],
    ['a header that goes on in the next line', STATUS, ['x: a', ' b: c', 'y']],
    ['a bare line end within a header', STATUS, ['x: a\rb']],
  ])('%s', async (_title, line, headers) => {
    expect(await answersTo(request(line, headers))).toEqual([400]);
  });
});

describe('where a body ends can be meant in one way only:', () => {
  const SMUGGLED = '0\r\n\r\nDELETE /v1/sessions/kept HTTP/1.1\r\nx: ';

  test.each<readonly [string, readonly string[], string]>([
    ['a length beside chunks', ['content-length: 4', CHUNKED], SMUGGLED],
    ['chunks beside a length', [CHUNKED, 'content-length: 4'], SMUGGLED],
    ['two lengths', ['content-length: 2', 'content-length: 40'], '{}'],
    ['a list of lengths', ['content-length: 2, 40'], '{}'],
    ['a length with a sign', ['content-length: +2'], '{}'],
    ['a negative length', ['content-length: -2'], '{}'],
    ['a length in hex', ['content-length: 0x2'], '{}'],
    ['a length past all numbers', ['content-length: 99999999999999999999999'], '{}'],
    ['chunks that are not the last coding', ['transfer-encoding: chunked, gzip'], SMUGGLED],
    ['a coding that nobody knows', ['transfer-encoding: xchunked'], SMUGGLED],
    ['chunks twice', [CHUNKED, CHUNKED], SMUGGLED],
    ['a space before the colon', ['transfer-encoding : chunked'], SMUGGLED],
    ['a chunk size that is none', [CHUNKED], 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a negative chunk size', [CHUNKED], '-2\r\n{}\r\n0\r\n\r\n'],
    ['a chunk size past all numbers', [CHUNKED], 'fffffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
    ['a chunk that is longer than it says', [CHUNKED], '1\r\n{}\r\n0\r\n\r\n'],
    ['a chunk that ends with a line end only', [CHUNKED], '2\n{}\n0\n\n'],
  ])('%s is refused with 400, and what stands behind is not heard', async (_title, headers, body) => {
    const status = await answersTo(request(POST, [LAST, JSON_TYPE, ...headers], body));
    expect(status).toEqual([400]);
  });

  test('a chunk with an extension, and fields behind the last chunk, are passed over', async () => {
    const body = '2;name=value\r\n{}\r\n0\r\nx-mpm-type: custom.trailer\r\n\r\n';
    expect(await answersTo(request(POST, [LAST, JSON_TYPE, CHUNKED], body))).toEqual([204]);
  });

  test('a second Host does not open a door that the first one does not', async () => {
    const foreign = Buffer.from(String(request(STATUS)).replace('host: ', `host: evil.example\r\nhost: `));
    expect(await answersTo(foreign)).toEqual([403]);
  });

  test('a body that is broken off is no event', async () => {
    const body = '{"hook_event_name":"Stop","session_id":"broken-off"}';
    const headers = [JSON_TYPE, `content-length: ${body.length + 1}`];
    await answersTo(request(POST, headers, body), { isBrokenOff: true });
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n`;
    await answersTo(request(POST, [JSON_TYPE, CHUNKED], chunk), { isBrokenOff: true });
    const packed = gzipSync(Buffer.alloc(60 * 1024 * 1024, body));
    const gzip = [JSON_TYPE, 'content-encoding: gzip', `content-length: ${packed.length}`];
    await answersTo(request(POST, gzip, packed), { isBrokenOff: true });
    expect(await eventsOf('broken-off')).toEqual([]);
  });
});

describe('a head', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['one header of 17 KiB', STATUS, [`x: ${'x'.repeat(17 * 1024)}`]],
    ['an address of 17 KiB', `GET /${'x'.repeat(17 * 1024)} HTTP/1.1`, []],
    ['four thousand headers', STATUS, Array.from({ length: 4000 }, (_, index) => `x-${index}: ${index}`)],
  ])('with %s is refused with 431', async (_title, line, headers) => {
    expect(await answersTo(request(line, headers))).toEqual([431]);
  });

  test('of many short headers is read, or refused, never half believed', async () => {
    const many = Array.from({ length: 1900 }, (_, index) => `${index.toString(36)}:`);
    const early = Buffer.from(`${STATUS}\r\n${many.join('\r\n')}\r\nhost: 127.0.0.1:${daemon.port}\r\n\r\n`);
    expect([[401], [403], [431]]).toContainEqual(await answersTo(early));
  });

  test.each([
    ['/v1/events?session=%ff%fe', 200],
    ['/v1/events?q=%c3%28', 400],
    ['/v1/events?%ff=1', 400],
    ['/v1/sessions/%ff', 400],
    ['/v1/sessions/%', 400],
    ['/v1/sessions/%00', 404],
    ['/v1/status?%%%', 200],
    ['/../../etc/passwd', 404],
    ['//v1/status', 404],
    ['http://127.0.0.1/v1/status', 404],
    ['*', 404],
  ])('for %s is answered with %i', async (address, status) => {
    expect(await answersTo(request(`GET ${address} HTTP/1.1`))).toEqual([status]);
  });

  test('that asks for a tunnel gets none', async () => {
    expect(await answersTo(request('CONNECT 127.0.0.1:22 HTTP/1.1'))).toEqual([]);
  });
});

describe('packed bodies:', () => {
  const gzip = [LAST, JSON_TYPE, 'content-encoding: gzip'];
  const length = (body: Buffer) => `content-length: ${body.length}`;

  test('one that unpacks to more than 65 MiB is refused with 413, however small it came', async () => {
    const bomb = gzipSync(Buffer.alloc(66 * 1024 * 1024, 0x20), { level: 9 });
    expect(bomb.length).toBeLessThan(80_000);
    expect(await answersTo(request(POST, [...gzip, length(bomb)], bomb))).toEqual([413]);
  });

  test.each<readonly [string, (whole: Buffer) => Buffer]>([
    ['one that is cut off', (whole) => whole.subarray(0, -4)],
    ['one with other bytes in it', (whole) => Buffer.from(whole).fill(0x55, 12, 16)],
    ['one that is not packed', () => Buffer.from('{"hook_event_name":"Stop"}')],
  ])('%s is refused with 400', async (_title, spoil) => {
    const body = spoil(gzipSync('{"hook_event_name":"Stop","session_id":"packed"}'));
    expect(await answersTo(request(POST, [...gzip, length(body)], body))).toEqual([400]);
    expect(await eventsOf('packed')).toEqual([]);
  });

  test('one that is packed twice, or in another way, is refused with 415', async () => {
    for (const coding of ['gzip, gzip', 'br', 'deflate', 'zstd']) {
      const headers = [LAST, JSON_TYPE, `content-encoding: ${coding}`, 'content-length: 2'];
      expect(await answersTo(request(POST, headers, '{}'))).toEqual([415]);
    }
  });
});

test('a hundred requests in one packet are all answered, in their order', async () => {
  const ids = Array.from({ length: 100 }, (_, index) => `pipelined-${index}`);
  const posts = ids.map((id, index) => {
    const body = JSON.stringify({ hook_event_name: 'Stop', session_id: 'pipelined', index });
    return request(POST, [JSON_TYPE, `x-mpm-event-id: ${id}`, `content-length: ${body.length}`], body);
  });
  const connection = await connectRaw(daemon.port);
  connection.send(Buffer.concat(posts));
  await until(() => connection.received().toString().split('HTTP/1.1 204 ').length === 101);
  connection.drop();
  const events = (await eventsOf('pipelined')) as { data: { index: number } }[];
  expect(events.map(({ data }) => data.index)).toEqual(ids.map((_, index) => index));
});
