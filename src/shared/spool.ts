/** Events past these many files or bytes push out the oldest, low-priority ones first; what went is counted. */
export const SPOOL_MAX_FILES = 10_000;
export const SPOOL_MAX_BYTES = 64 * 1024 * 1024;

/** `p` is kept longest (waits on a human, ends, failures); `n` is everything else. */
type SpoolClass = 'p' | 'n';

export interface SpoolName {
  readonly sentAtMs: number;
  readonly class: SpoolClass;
  readonly id: string;
}

export function printSpoolName(name: SpoolName): string {
  return `${name.sentAtMs}-${name.class}-${name.id}.event`;
}

const NAME = /^(\d{1,16})-([pn])-([A-Za-z0-9._-]{8,64})\.event$/;

/** Undefined for a file that is not a finished spool entry: a temporary name, or somebody else's file. */
export function parseSpoolName(file: string): SpoolName | undefined {
  const found = NAME.exec(file);
  if (found === null) return undefined;
  return { sentAtMs: Number(found[1]), class: found[2] === 'p' ? 'p' : 'n', id: found[3] ?? '' };
}

/** The request headers of the delivery that did not happen: the first line of a spool file, before the event's bytes. */
export interface SpoolHeader {
  readonly id: string;
  readonly sentAtMs: number;
  readonly elapsedUs: number;
  readonly hook: string;
  /** Set for bytes that are not an event of Claude Code's: `hook.unparsed`, `hook.oversize`, or a type given by `send`. */
  readonly type?: string;
}
