import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { createFrameStage, type FrameStage, frame, inFragments } from '../helpers/frame-stage.ts';
import { OPCODE, textFrame } from '../helpers/raw-frames.ts';
import { until } from '../helpers/until.ts';

/* The server's side of RFC 6455, frame by frame, as the usual suites for WebSockets divide it. The numbers are its sections. */

let daemon: InProcessDaemon;
let stage: FrameStage;

beforeAll(async () => {
  daemon = await startTestDaemon();
  stage = createFrameStage(daemon);
});
afterAll(() => daemon.close());

const STATUS = textFrame({ type: 'get_status' });
const { text, binary, continuation, ping, pong, close } = OPCODE;

describe('framing (5.2)', () => {
  test.each([0, 1, 60, 125, 126, 127, 65_400, 65_535, 65_536, 200_000])(
    'a message with a text of %i bytes is taken as it is',
    (length) => stage.expectTaken('x'.repeat(length), (message) => [textFrame(message)]),
  );

  test('a message that comes a byte at a time is taken as it is', () =>
    stage.expectTaken('slowly', (message) => [...textFrame(message)].map((byte) => Buffer.from([byte]))));

  test('many messages in one packet are taken, in their order', async () => {
    const stream = await stage.open();
    const ids = Array.from({ length: 200 }, (_, index) => `together-${index}`);
    const messages = ids.map((id) => textFrame({ type: 'custom.x', id, data: {}, ack: true }));
    stream.send(Buffer.concat(messages));
    await until(() => stream.messages('system.ack').length === ids.length);
    expect(stream.messages('system.ack').map(({ id }) => id)).toEqual(ids);
    stream.drop();
  });

  test('a binary message is read like a text', () =>
    stage.expectTaken('binary', (message) => [frame(binary, message)]));

  test('what the server sends is whole, unmasked and has no reserved bits (5.1)', async () => {
    const stream = await stage.open();
    stream.send(STATUS);
    await until(() => stream.messages('system.status').length === 1);
    for (const heard of stream.frames()) expect(heard).toMatchObject({ isFinal: true, isMasked: false, reserved: 0 });
    stream.drop();
  });

  test('a frame without a mask ends the connection with 1002 (5.1)', () =>
    stage.expectClosed(1002, frame(text, '{}', { isMasked: false })));
});

describe('pings and pongs (5.5.2, 5.5.3)', () => {
  test.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['bytes that are no text', Buffer.from([0, 255, 254, 253, 0])],
    ['125 bytes', 'x'.repeat(125)],
  ])('a ping with %s is answered by a pong with the same', async (_title, payload) => {
    const stream = await stage.open();
    stream.send(frame(ping, payload));
    const answer = await until(() => stream.frames().find(({ opcode }) => opcode === pong));
    expect(answer.payload).toEqual(Buffer.from(payload));
    stream.drop();
  });

  test('ten pings are answered by ten pongs, in their order', async () => {
    const stream = await stage.open();
    stream.send(Buffer.concat(Array.from({ length: 10 }, (_, index) => frame(ping, `${index}`))));
    const pongs = () => stream.frames().filter(({ opcode }) => opcode === pong);
    await until(() => pongs().length === 10);
    expect(
      pongs()
        .map(({ payload }) => payload.toString())
        .join(''),
    ).toBe('0123456789');
    stream.drop();
  });

  test('a pong that nobody asked for is passed over', () =>
    stage.expectTaken('after a pong', (message) => [frame(pong, 'unasked'), textFrame(message)]));

  test.each([
    ['ping', ping],
    ['pong', pong],
    ['goodbye', close],
  ])('a %s of 126 bytes ends the connection with 1002 (5.5)', (_title, opcode) =>
    stage.expectClosed(1002, frame(opcode, Buffer.alloc(126, 0x31))),
  );
});

describe('reserved bits and opcodes (5.2)', () => {
  test.each([1, 2, 3, 4, 5, 6, 7])('reserved bits %i end the connection with 1002', (reserved) =>
    stage.expectClosed(1002, frame(text, '{"type":"get_status"}', { reserved })),
  );

  test.each([ping, close])('reserved bits of a control frame (%i) end it as well', (opcode) =>
    stage.expectClosed(1002, frame(opcode, '', { reserved: 4 })),
  );

  test.each([3, 4, 5, 6, 7, 11, 12, 13, 14, 15])('opcode %i ends the connection with 1002', (opcode) =>
    stage.expectClosed(1002, STATUS, frame(opcode, 'x'), STATUS),
  );
});

describe('fragments (5.4)', () => {
  test.each([1, 2, 7, 1000])('a text in fragments of %i bytes is taken as it is', (bytes) =>
    stage.expectTaken('in pieces, ünd nöt bröken at characters', (message) => inFragments(message, bytes)),
  );

  test('pings between fragments are answered at once', () =>
    stage.expectTaken('with pings', (message) => inFragments(message, 50, [frame(ping, 'now')]), 1));

  test('fragments without any bytes are passed over', () =>
    stage.expectTaken('with nothing', (message) =>
      inFragments(message, 50, [frame(continuation, '', { isFinal: false })]),
    ));

  test.each<readonly [string, readonly Buffer[]]>([
    ['a ping in fragments', [frame(ping, 'a', { isFinal: false }), frame(continuation, 'b')]],
    ['a goodbye in fragments', [frame(close, '', { isFinal: false })]],
    ['a continuation of nothing', [frame(continuation, '{}')]],
    ['a continuation of nothing that goes on', [frame(continuation, '{}', { isFinal: false })]],
    ['a continuation behind the end', [...inFragments('{"type":"get_status"}', 9), frame(continuation, '}')]],
    ['a new message before the end of the last', [frame(text, '{', { isFinal: false }), frame(text, '}')]],
    ['bytes after text', [frame(text, '{', { isFinal: false }), frame(binary, '}')]],
  ])('%s ends the connection with 1002', (_title, frames) => stage.expectClosed(1002, ...frames));

  test('a message in more than 16384 fragments ends the connection with 1008', () =>
    stage.expectClosed(1008, ...inFragments('x'.repeat(16_400), 1)));
});
