import * as fs from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * Writes the file whole or not at all, for its owner only: it holds all that the events do. What is no file, as a pipe,
 * is written to as it is.
 */
export async function writeWhole(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isFile()) {
    await pipeline(chunks, fs.createWriteStream(file));
    return;
  }
  const part = `${file}.${process.pid}.part`;
  try {
    await pipeline(chunks, fs.createWriteStream(part, { mode: 0o600 }));
    fs.renameSync(part, file);
  } finally {
    fs.rmSync(part, { force: true });
  }
}
