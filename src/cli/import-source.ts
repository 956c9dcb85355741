import * as fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode, MpmError } from '../shared/errors.ts';

type Bytes = AsyncIterable<Uint8Array | string>;

/** What is to be imported, unpacked where it was packed. */
export interface Source {
  readonly lines: Bytes;
  /** How much of all has been read; undefined where nobody knows how much there is. */
  part(): number | undefined;
}

/** The beginning of gzip (RFC 1952 §2.3.1). */
const GZIP = Buffer.from([0x1f, 0x8b]);

export function openSource(file: string): Source {
  const bytes = sizeOf(file);
  let read = 0;
  const count = async function* (): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of fs.createReadStream(file) as AsyncIterable<Buffer>) {
      read += chunk.length;
      yield chunk;
    }
  };
  return { lines: unpack(count()), part: () => (bytes === undefined ? undefined : read / bytes) };
}

export function openStream(stream: Bytes): Source {
  return { lines: unpack(stream), part: () => undefined };
}

/** Told by its first bytes, whatever its name is. */
async function* unpack(chunks: Bytes): AsyncGenerator<Uint8Array | string, void, undefined> {
  const all = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < GZIP.length) {
    const next = await all.next();
    if (next.done === true) break;
    head = Buffer.concat([head, Buffer.from(next.value)]);
  }
  const whole = async function* () {
    yield head;
    yield* { [Symbol.asyncIterator]: () => all };
  };
  if (head.subarray(0, GZIP.length).equals(GZIP)) yield* gunzip(whole());
  else yield* whole();
}

async function* gunzip(chunks: Bytes): AsyncGenerator<Buffer, void, undefined> {
  const unpacked = createGunzip();
  pipeline(chunks, unpacked).catch(() => {}); // what goes wrong comes out of the unpacking too
  try {
    yield* unpacked as AsyncIterable<Buffer>;
  } catch (error) {
    if (errorCode(error)?.startsWith('Z_') !== true) throw error;
    throw new MpmError('BAD_GZIP', 'The file is not gzip, or not all of it.', { cause: error });
  }
}

/** Undefined for what has no size, as a pipe. */
function sizeOf(file: string): number | undefined {
  try {
    const stat = fs.statSync(file);
    return stat.isFile() ? stat.size : undefined;
  } catch (error) {
    throw new MpmError('FILE_UNREADABLE', `${file} cannot be read.`, { hint: `ls -l ${file}`, cause: error });
  }
}
