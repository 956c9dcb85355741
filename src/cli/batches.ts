import { MpmError } from '../shared/errors.ts';

/** Whole lines, as many as go in one request. */
export interface Batch {
  readonly bytes: Buffer;
  readonly lines: number;
}

const BATCH_BYTES = 1024 * 1024;
/** No event is longer than what the daemon takes of one. */
const MAX_LINE_BYTES = 66 * 1024 * 1024;
const LINE_BREAK = 0x0a;

/** Cuts what comes in pieces of any size into batches; never holds more than one of them, or one line. */
export async function* toBatches(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Batch, void, undefined> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const given of chunks) {
    const chunk = Buffer.from(given);
    const end = chunk.lastIndexOf(LINE_BREAK) + 1;
    waiting.push(chunk);
    bytes += chunk.length;
    if (end === 0 && bytes > MAX_LINE_BYTES) throw tooLong();
    if (end === 0 || bytes < BATCH_BYTES) continue;
    waiting.pop();
    yield toBatch([...waiting, chunk.subarray(0, end)]);
    waiting = [chunk.subarray(end)];
    bytes = chunk.length - end;
  }
  if (bytes > 0) yield toBatch(waiting);
}

function toBatch(parts: readonly Buffer[]): Batch {
  const bytes = Buffer.concat(parts);
  let lines = bytes.at(-1) === LINE_BREAK ? 0 : 1;
  for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, at + 1)) lines += 1;
  return { bytes, lines };
}

function tooLong(): MpmError {
  return new MpmError('NO_LINES', 'This is not one event a line: a line has no end.', { hint: 'mpm-hook export' });
}
