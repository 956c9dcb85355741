import type { ServerResponse } from 'node:http';

/**
 * Writes bytes that nobody needs any more, and gives their memory back when they are out: left to the collector, megabytes
 * of answers have it mark the whole heap every few questions (docs/decisions/0056). False when the other side has to read first.
 */
export function writeAndFree(response: ServerResponse, bytes: Uint8Array): boolean {
  return response.write(bytes, (error) => {
    if (!error) free(bytes);
  });
}

/** Bytes that share their memory with others, as small buffers do, are left alone. */
function free({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
