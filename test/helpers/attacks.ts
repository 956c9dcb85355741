import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import type { TestDaemon } from './daemon.ts';
import { connectRaw, type RawConnection } from './raw-connection.ts';
import { OPCODE, textFrame, toRawFrame } from './raw-frames.ts';
import { connectRawStream, upgradeRequest } from './raw-stream.ts';

/** One way to be a nuisance; whatever is random in it follows from the seed. Leaves no connection behind. */
export type Attack = (daemon: TestDaemon, seed: number) => Promise<void>;

/** Whoever does not read is not written to for longer than this. */
const PATIENCE_MS = 300;
const CROWD = 300;

/** By what they do. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'random bytes': (daemon, seed) =>
    eachSample(seed, fc.uint8Array({ minLength: 1, maxLength: 3000 }), (bytes) => sayOnce(daemon.port, bytes)),

  'requests with other bytes in them': (daemon, seed) =>
    eachSample(seed, spoiled(requests(daemon)), (bytes) => sayOnce(daemon.port, bytes)),

  'handshakes with other bytes in them': (daemon, seed) =>
    eachSample(seed, spoiled([Buffer.from(upgradeRequest(daemon))]), (bytes) => sayOnce(daemon.port, bytes)),

  'frames with other bytes in them': (daemon, seed) =>
    eachSample(seed, spoiled(frames()), (bytes) => sayOnStream(daemon, bytes)),

  'random frames': (daemon, seed) => eachSample(seed, anyFrames(), (bytes) => sayOnStream(daemon, bytes)),

  'pings without reading the pongs': async (daemon) => {
    const block = Buffer.concat(Array.from({ length: 1000 }, () => toRawFrame({ opcode: OPCODE.ping, payload: FULL })));
    await flood(await connectRawStream(daemon), block, 100);
  },

  'questions without reading the answers': async (daemon) => {
    const block = Buffer.concat(Array.from({ length: 300 }, () => textFrame({ type: 'get_history' })));
    await flood(await connectRawStream(daemon), block, 5);
  },

  'a body in a million chunks': async (daemon) => {
    const connection = await connectRaw(daemon.port);
    connection.send(requestHead(daemon, 'POST /v1/events', ['content-type: application/json', CHUNKED]));
    await flood(connection, Buffer.from('1\r\nx\r\n'.repeat(100_000)), 10);
  },

  'a message in a million fragments': async (daemon) => {
    const fragment = toRawFrame({ opcode: OPCODE.continuation, payload: 'x', isFinal: false });
    const stream = await connectRawStream(daemon);
    stream.send(toRawFrame({ opcode: OPCODE.text, isFinal: false }));
    await flood(stream, Buffer.concat(Array.from({ length: 10_000 }, () => fragment)), 100);
  },

  'bombs of gzip': async (daemon) => {
    const bomb = gzipSync(Buffer.alloc(66 * 1024 * 1024, 0x20));
    const packed = ['content-encoding: gzip', `content-length: ${bomb.length}`];
    for (const type of ['json', 'x-ndjson']) {
      const connection = await connectRaw(daemon.port);
      const head = requestHead(daemon, 'POST /v1/events', [`content-type: application/${type}`, ...packed]);
      connection.send(Buffer.concat([head, bomb]));
      await firstAnswer(connection);
      connection.drop();
    }
  },

  'hundreds of requests at once without reading the answers': async (daemon) => {
    const connection = await connectRaw(daemon.port);
    await flood(connection, repeat(requestHead(daemon, 'GET /v1/events?limit=1000'), 500), 2);
  },

  'a crowd that says half of something and waits': async (daemon) => {
    const [post] = requests(daemon);
    const halves = [post.subarray(0, 40), post.subarray(0, -5), Buffer.from(upgradeRequest(daemon)).subarray(0, -2)];
    const connections = await Promise.all(Array.from({ length: CROWD }, () => connectRaw(daemon.port)));
    for (const [index, connection] of connections.entries()) connection.send(halves[index % halves.length] ?? '');
    await daemon.status();
    for (const connection of connections) connection.drop();
  },

  'a crowd that comes and goes': async (daemon) => {
    for (let round = 0; round < 3; round += 1) {
      const raw = Array.from({ length: CROWD / 2 }, () => connectRaw(daemon.port));
      const streams = Array.from({ length: CROWD / 2 }, () => connectRawStream(daemon));
      for (const connection of await Promise.all([...raw, ...streams])) connection.drop();
    }
  },
};

const CHUNKED = 'transfer-encoding: chunked';
const FULL = 'x'.repeat(125);

function requestHead({ port, token }: TestDaemon, line: string, headers: readonly string[] = []): Buffer {
  const own = [`host: 127.0.0.1:${port}`, `authorization: Bearer ${token()}`, ...headers];
  return Buffer.from(`${line} HTTP/1.1\r\n${own.join('\r\n')}\r\n\r\n`);
}

function repeat(bytes: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}

/** What well-behaved clients send, to be spoiled. */
function requests(daemon: TestDaemon): [Buffer, ...Buffer[]] {
  const event = Buffer.from('{"hook_event_name":"Stop","session_id":"spoiled","last":"κόσμε"}\n');
  const post = (type: string, body: Buffer, headers: readonly string[] = []) =>
    Buffer.concat([requestHead(daemon, 'POST /v1/events', [`content-type: application/${type}`, ...headers]), body]);
  const packed = gzipSync(event);
  const chunk = Buffer.from(`${event.length.toString(16)}\r\n${event}\r\n0\r\n\r\n`);
  return [
    post('json', event, [`content-length: ${event.length}`]),
    post('json', packed, [`content-length: ${packed.length}`, 'content-encoding: gzip']),
    post('x-ndjson', chunk, [CHUNKED]),
    requestHead(daemon, 'GET /v1/events?session=spoiled&limit=5&type=hook.*&since=1h'),
    requestHead(daemon, 'GET /v1/events?q=word+OR+%22some+words%22'),
    requestHead(daemon, 'GET /v1/sessions?limit=2'),
    requestHead(daemon, 'GET /v1/sessions/spoiled'),
  ];
}

function frames(): Buffer[] {
  const register = {
    type: 'register',
    session_id: 'spoiled',
    types: ['hook.*'],
    history: 5,
    batch: true,
    name: 'a name',
  };
  const publish = {
    type: 'custom.x',
    id: 'spoiled-event',
    data: { text: 'κόσμε', list: [1, 2, { a: null }] },
    ack: true,
  };
  const others = [{ type: 'get_status' }, { type: 'get_history', limit: 3 }, { type: 'replay', session_id: 'spoiled' }];
  const pieces = [
    toRawFrame({ opcode: 1, payload: '{"ty', isFinal: false }),
    toRawFrame({ opcode: 0, payload: '":1}' }),
  ];
  return [...[register, publish, ...others].map(textFrame), Buffer.concat(pieces), toRawFrame({ opcode: 9 })];
}

/** Some of these one after another, with a few bytes changed, left out or put in, or cut off. */
function spoiled(whole: readonly Buffer[]): fc.Arbitrary<Uint8Array> {
  const change = fc.record({ place: fc.nat(), left: fc.nat({ max: 3 }), put: fc.uint8Array({ maxLength: 3 }) });
  const changes = fc.array(change, { maxLength: 4 });
  const parts = fc.array(fc.constantFrom(...whole), { minLength: 1, maxLength: 4 });
  return fc.tuple(parts, changes, fc.option(fc.nat())).map(([chosen, allChanges, end]) => {
    let bytes = Buffer.concat(chosen);
    for (const { place, left, put } of allChanges) {
      const at = place % (bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + left)]);
    }
    return end === null ? bytes : bytes.subarray(0, end % (bytes.length + 1));
  });
}

function anyFrames(): fc.Arbitrary<Uint8Array> {
  const one = fc.record({
    opcode: fc.nat({ max: 15 }),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    isFinal: fc.boolean(),
    reserved: fc.constantFrom(0, 0, 0, 4, 7),
    isMasked: fc.constantFrom(true, true, true, false),
  });
  return fc.array(one, { minLength: 1, maxLength: 12 }).map((all) => Buffer.concat(all.map(toRawFrame)));
}

/** Draws the same for the same seed. */
async function eachSample(
  seed: number,
  arbitrary: fc.Arbitrary<Uint8Array>,
  say: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  for (const bytes of fc.sample(arbitrary, { seed, numRuns: 100 })) await say(bytes);
}

/** What the answer is, others judge; here nothing may break. */
async function sayOnce(port: number, bytes: Uint8Array): Promise<void> {
  const connection = await connectRaw(port);
  connection.socket.end(bytes);
  await connection.over;
}

async function sayOnStream(daemon: TestDaemon, bytes: Uint8Array): Promise<void> {
  const stream = await connectRawStream(daemon);
  stream.socket.end(bytes);
  await stream.over;
}

/** Writes so many blocks as long as the other side takes them, reads nothing, and goes. */
async function flood(connection: RawConnection, block: Buffer, blocks: number): Promise<void> {
  const { socket } = connection;
  socket.pause();
  for (let count = 0; count < blocks && !socket.destroyed; count += 1) {
    if (socket.write(block)) continue;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    await Promise.race([once(socket, 'drain', { signal }), connection.over]).catch(() => {}); // it takes no more
    if (signal.aborted) break;
  }
  connection.drop();
  await connection.over;
}

async function firstAnswer({ socket, over }: RawConnection): Promise<void> {
  await Promise.race([new Promise((resolve) => socket.once('data', resolve)), over]);
}
