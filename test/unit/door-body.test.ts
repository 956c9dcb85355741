import { PassThrough, Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeldBytes, withWholeBody } from '../../src/daemon/door/body.ts';
import { createLineSplitter } from '../../src/daemon/door/line-splitter.ts';
import { takeLines } from '../../src/daemon/door/lines.ts';
import { createPieces } from '../../src/daemon/door/pieces.ts';

function bodyOf(...chunks: string[]): Readable {
  return Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
}

test('a body in pieces is whole again', async () => {
  const held = createHeldBytes();
  expect(await withWholeBody(bodyOf('{"a"', ':', '1}'), { held }, async (bytes) => String(bytes))).toBe('{"a":1}');
  expect(await withWholeBody(bodyOf(), { held }, async (bytes) => bytes.length)).toBe(0);
});

test('a body past the bound is not read on', async () => {
  const body = bodyOf('12345', '67890', 'never read');
  const read = withWholeBody(body, { held: createHeldBytes(), maxBytes: 9 }, async () => 'used');
  await expect(read).rejects.toMatchObject({ code: 'TOO_LARGE' });
  expect(body.isPaused()).toBe(true);
});

test('all bodies together have a bound, and give back what they held, also when they fail', async () => {
  const held = createHeldBytes(10);
  const first = Promise.withResolvers<string>();
  const reading = withWholeBody(bodyOf('12345678'), { held }, () => first.promise);
  await new Promise(setImmediate);
  await expect(withWholeBody(bodyOf('123'), { held }, async () => 'used')).rejects.toMatchObject({ code: 'BUSY' });

  first.reject(new Error('the store said no'));
  await expect(reading).rejects.toThrow('the store said no');
  expect(await withWholeBody(bodyOf('1234567890'), { held }, async () => 'used')).toBe('used');
});

test.each([
  ['one line', ['a\n'], ['a']],
  ['a last line without its end', ['a\nb'], ['a', 'b']],
  ['empty lines, which keep their numbers', ['a\n\nb\n'], ['a', '', 'b']],
  ['returns of Windows', ['a\r\nb\r\n'], ['a', 'b']],
  ['a line in pieces', ['{"a"', ':1', '}\n{', '}\n'], ['{"a":1}', '{}']],
  ['nothing', [], []],
  ['a line that is too long, between two that are not', ['a\n', '123', '456', '789\nb\n'], ['a', undefined, 'b']],
])('NDJSON: %s', (_title, chunks, expected) => {
  const lines: (string | undefined)[] = [];
  const splitter = createLineSplitter(8);
  for (const chunk of chunks) for (const line of splitter.split(Buffer.from(chunk))) lines.push(line?.toString());
  for (const line of splitter.end()) lines.push(line?.toString());
  expect(lines).toEqual(expected);
});

test('however a body is cut into pieces, it is whole again', () => {
  const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9000 })), {
    maxLength: 200,
  });
  void fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 3 }), (pieceLengths, times) => {
      const gathered = createPieces();
      for (let time = 0; time < times; time += 1) {
        const pieces = pieceLengths.map((length, index) => Buffer.alloc(length, index));
        for (const piece of pieces) gathered.add(piece);
        expect(gathered.take().equals(Buffer.concat(pieces))).toBe(true);
      }
    }),
  );
});

test('the part of a line whose end has not come is known, until it is too long to be kept', () => {
  const splitter = createLineSplitter(8);
  const waiting = ['a\nbc', 'de', '\n', '123456789', '0\n'].map((chunk) => {
    splitter.split(Buffer.from(chunk));
    return splitter.waitingBytes();
  });
  expect(waiting).toEqual([2, 4, 0, 0, 0]);
});

test('unfinished lines count among what all requests hold, and can be refused with an answer', async () => {
  const held = createHeldBytes(10);
  const head = { format: 'lines', isGzip: false, origin: { via: 'lines' } } as const;
  const intake = { accept: async () => ({ status: 'accepted', seq: 1 }) as const, idle: async () => {} };
  const read = (body: Readable) => takeLines(body, head, { intake, onRejected() {}, held });
  const waiting = new PassThrough();
  const reading = read(waiting);
  waiting.write('{}\n12345678');
  await new Promise(setImmediate);
  const body = bodyOf('{}\n123', '4', 'never read');
  await expect(read(body)).rejects.toMatchObject({ code: 'BUSY' });
  expect(body.destroyed).toBe(false);

  waiting.end('\n');
  expect(await reading).toMatchObject({ accepted: 1, rejectedTotal: 1 });
  const broken = new PassThrough();
  const breaking = read(broken);
  broken.write('1234');
  await new Promise(setImmediate);
  broken.destroy(new Error('gone'));
  await expect(breaking).rejects.toThrow('gone');
  expect(await withWholeBody(bodyOf('1234567890'), { held }, async () => 'used')).toBe('used');
});
