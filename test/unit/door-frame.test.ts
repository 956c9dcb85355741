import type { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import { toFrame } from '../../src/shared/frame.ts';

/** Exported by ws, and left out of its types. */
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable };

/** What an independent reader makes of the bytes. */
async function read(bytes: Buffer): Promise<string> {
  const receiver = new Receiver({ isServer: false, maxPayload: 0, allowSynchronousEvents: true });
  const message = new Promise<string>((resolve, reject) => {
    receiver.on('message', (data: Buffer) => resolve(data.toString()));
    receiver.on('error', reject);
  });
  receiver.write(bytes);
  return message;
}

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])(
  'a text of %i bytes is read back as it was',
  async (length) => {
    const text = 'x'.repeat(length);
    expect(await read(toFrame(text))).toBe(text);
  },
);

test('any text is read back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (text) => {
      expect(await read(toFrame(text))).toBe(text.toWellFormed());
    }),
    { numRuns: 100 },
  );
});
