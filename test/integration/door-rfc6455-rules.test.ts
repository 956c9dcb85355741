import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { createFrameStage, type FrameStage, frame, inFragments } from '../helpers/frame-stage.ts';
import { closeFrame, OPCODE, textFrame } from '../helpers/raw-frames.ts';
import { connectRawStream } from '../helpers/raw-stream.ts';
import { until } from '../helpers/until.ts';

/* The server's side of RFC 6455, frame by frame, as the usual suites for WebSockets divide it. The numbers are its sections. */

let daemon: InProcessDaemon;
let stage: FrameStage;

beforeAll(async () => {
  daemon = await startTestDaemon();
  stage = createFrameStage(daemon);
});
afterAll(() => daemon.close());

const { text, continuation, ping, pong, close } = OPCODE;

describe('UTF-8 (8.1)', () => {
  test.each([
    ['of all lengths', 'κόσμε € 😀 \u{10ffff} \u{10000} \u0080 \u07ff \u0800 \ud7ff \ue000'],
    ['that mean no character', '\ufffe \uffff \u{1fffe} \u{10fffe}'],
  ])('characters %s are taken as they are', (_title, value) =>
    stage.expectTaken(value, (message) => inFragments(message, 3)),
  );

  test.each<readonly [string, readonly number[]]>([
    ['a byte that begins nothing', [0x80]],
    ['a byte that never occurs', [0xfe]],
    ['0xff', [0xff]],
    ['a character cut short', [0xe2, 0x82]],
    ['a character cut short by the next', [0xc3, 0x28]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a surrogate pair', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['a slash in two bytes', [0xc0, 0xaf]],
    ['a slash in three bytes', [0xe0, 0x80, 0xaf]],
    ['a slash in four bytes', [0xf0, 0x80, 0x80, 0xaf]],
    ['more than there are characters', [0xf4, 0x90, 0x80, 0x80]],
    ['five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ])('%s ends the connection with 1007, also in fragments', async (_title, bytes) => {
    const message = Buffer.concat([Buffer.from('{"type":"κόσμε'), Buffer.from(bytes), Buffer.from('"}')]);
    await stage.expectClosed(1007, textFrame(''), frame(text, message));
    await stage.expectClosed(1007, ...inFragments(message, 1));
  });
});

describe('goodbyes (5.5.1, 7.4)', () => {
  test.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999])(
    'a goodbye with %i is answered with the same',
    (code) => stage.expectClosed(code, closeFrame(code, 'so long')),
  );

  test('a goodbye without a code is answered by one without', () => stage.expectClosed(1005, frame(close)));

  test('a goodbye with as long a reason as there may be is answered', () =>
    stage.expectClosed(1000, closeFrame(1000, 'x'.repeat(123))));

  test.each([0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])(
    'a goodbye with %i, which nobody may say, is answered with 1002',
    (code) => stage.expectClosed(1002, closeFrame(code)),
  );

  test('a goodbye of one byte is answered with 1002', () => stage.expectClosed(1002, frame(close, 'x')));

  test('a goodbye whose reason is not UTF-8 is answered with 1007', () =>
    stage.expectClosed(1007, closeFrame(1000, Buffer.from([0xce, 0xba, 0xed, 0xa0, 0x80]))));

  test('what is said after the goodbye is not heard', async () => {
    const stream = await stage.open();
    const late = { type: 'custom.late', id: 'after-goodbye', data: {} };
    stream.send(Buffer.concat([closeFrame(1000), frame(ping, 'late'), textFrame(late), closeFrame(1001)]));
    expect(await stream.closeCode()).toBe(1000);
    expect(stream.frames().filter(({ opcode }) => opcode === pong)).toEqual([]);
    const { events } = (await (await daemon.request('/v1/events?type=custom.late')).json()) as { events: object[] };
    expect(events).toEqual([]);
  });
});

describe('limits (10.4)', () => {
  const MOST = 16 * 1024 * 1024;

  test.each<readonly [string, readonly Buffer[]]>([
    ['a frame that will be too large', [frame(text, '{', { claimedBytes: MOST + 1 })]],
    ['a frame of 2^63 bytes', [frame(text, '{', { claimedBytes: 1n << 63n })]],
    [
      'fragments that will be too much',
      [
        frame(text, Buffer.alloc(MOST / 2, 0x20), { isFinal: false }),
        frame(continuation, '{', { claimedBytes: MOST / 2 + 1, isFinal: false }),
      ],
    ],
  ])('%s ends the connection with 1009 before it has come', (_title, frames) => stage.expectClosed(1009, ...frames));

  test('a message of 16 MiB is heard', async () => {
    const stream = await stage.open();
    stream.send(frame(text, Buffer.alloc(MOST, 0x20)));
    await until(() => stream.messages('system.error').length === 1);
    expect(stream.messages('system.error')[0]).toMatchObject({ code: 'bad_json' });
    stream.drop();
  });
});

describe('compression (9)', () => {
  test.each(['permessage-deflate', 'permessage-deflate; client_max_window_bits', 'x-webkit-deflate-frame', '; ;,"'])(
    'the offer of %s is not taken up, and a frame that says it is compressed is refused',
    async (offer) => {
      const stream = await connectRawStream(daemon, { 'sec-websocket-extensions': offer });
      expect(stream.head.toLowerCase()).not.toContain('sec-websocket-extensions');
      stream.send(frame(text, Buffer.from([0xaa, 0x56, 0x2a, 0x4b, 0x2d, 0x2a]), { reserved: 4 }));
      expect(await stream.closeCode()).toBe(1002);
    },
  );
});
