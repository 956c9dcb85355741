import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorCode, MpmError } from '../../shared/errors.ts';
import { createPieces } from './pieces.ts';

/** What a hook carries whole (64 MiB), and some slack for what other senders wrap around it; more is refused. */
export const MAX_BODY_BYTES = 65 * 1024 * 1024;
/** Bytes of all requests held in memory at one time; past this senders are asked to come back. */
const MAX_HELD_BYTES = 256 * 1024 * 1024;

/** Counts what all requests together hold, so that a crowd of large bodies cannot fill the memory. */
export interface HeldBytes {
  take(bytes: number): void;
  giveBack(bytes: number): void;
}

export function createHeldBytes(maxBytes = MAX_HELD_BYTES): HeldBytes {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > maxBytes) throw new MpmError('BUSY', 'Too much is arriving at once. Try again in a second.');
      held += bytes;
    },
    giveBack(bytes) {
      held -= bytes;
    },
  };
}

/** What one request holds of it, which grows and shrinks. */
export function createShare(held: HeldBytes): { become(bytes: number): void } {
  let mine = 0;
  return {
    become(bytes) {
      held.giveBack(mine);
      mine = 0;
      held.take(bytes);
      mine = bytes;
    },
  };
}

/** The body as it was before it was packed. */
export function openBody(request: IncomingMessage, { isGzip }: { isGzip: boolean }): Readable {
  if (!isGzip) return request;
  const gunzip = createGunzip();
  request.once('error', (error) => gunzip.destroy(error));
  return request.pipe(gunzip);
}

interface WholeBodyOptions {
  readonly held: HeldBytes;
  readonly maxBytes?: number;
}

/** Hands the whole body to `use`, and counts it as held until that is done. The bound is on what comes out of a packed one. */
export async function withWholeBody<Result>(
  body: Readable,
  { held, maxBytes = MAX_BODY_BYTES }: WholeBodyOptions,
  use: (bytes: Buffer) => Promise<Result>,
): Promise<Result> {
  const pieces = createPieces();
  let bytes = 0;
  const keep = (chunk: Buffer): void => {
    if (bytes + chunk.length > maxBytes) throw tooLarge(maxBytes);
    held.take(chunk.length);
    bytes += chunk.length;
    pieces.add(chunk);
  };
  try {
    await eachChunk(body, keep);
    return await use(pieces.take());
  } finally {
    held.giveBack(bytes);
  }
}

/** By events, since an async iterator costs as much as all the rest of a small request. Stops reading where `take` throws. */
function eachChunk(body: Readable, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      try {
        take(chunk);
      } catch (error) {
        body.off('data', onData).pause();
        reject(error);
      }
    };
    body.on('data', onData);
    body.once('end', resolve);
    body.once('error', (error) => reject(toBodyError(error)));
  });
}

export function tooLarge(maxBytes: number): MpmError {
  return new MpmError('TOO_LARGE', `More than ${maxBytes} bytes in one event are not taken.`);
}

export function toBodyError(error: unknown): unknown {
  if (!errorCode(error)?.startsWith('Z_')) return error;
  return new MpmError('BAD_GZIP', 'The body is not gzip, or not all of it.', { cause: error });
}
