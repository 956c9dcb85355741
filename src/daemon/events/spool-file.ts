import type { SpoolHeader } from '../../shared/spool.ts';
import { parseOrigin } from './origin.ts';
import type { RawEvent } from './raw-event.ts';

/** The header line holds ids and paths; where none ends within this, it is no file of a hook's. */
const MAX_HEADER_BYTES = 64 * 1024;

/** Reads a spool file's bytes back into the delivery that did not happen. Undefined for a broken one. */
export function parseSpoolFile(bytes: Buffer): RawEvent | undefined {
  const end = bytes.subarray(0, MAX_HEADER_BYTES).indexOf('\n');
  const header = end === -1 ? undefined : parseHeader(bytes.toString('utf8', 0, end));
  if (header === undefined) return undefined;
  const { id, sentAtMs, elapsedUs, type } = header;
  const origin = parseOrigin(header.hook, 'spool');
  return { bytes: bytes.subarray(end + 1), id, sentAtMs, elapsedUs, type, late: true, origin };
}

function parseHeader(line: string): SpoolHeader | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined; // cut off: the disk was full, or the machine went down before it was written
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, sentAtMs, elapsedUs, hook, type } = value as Partial<Record<keyof SpoolHeader, unknown>>;
  if (typeof id !== 'string' || typeof sentAtMs !== 'number' || typeof elapsedUs !== 'number') return undefined;
  if (typeof hook !== 'string' || (type !== undefined && typeof type !== 'string')) return undefined;
  return type === undefined ? { id, sentAtMs, elapsedUs, hook } : { id, sentAtMs, elapsedUs, hook, type };
}
