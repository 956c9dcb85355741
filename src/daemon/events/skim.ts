/**
 * An event of more values than this is not taken apart: each takes many times its bytes in memory, and sixty megabytes
 * of `1,1,1,…` would end the daemon, again at each try. So many take 500 kB at the least, twice what is stored.
 */
const MAX_VALUES = 250_000;
/** A value and the comma behind it. */
const LEAST_VALUE_BYTES = 2;
/** Members of the outermost object up to this are kept of such an event: its name, its ids. */
const KEPT_MEMBER_BYTES = 512;
const KEPT_MEMBERS = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const CLOSING: ReadonlySet<number> = new Set([0x7d, 0x5d]);

/** Whether these bytes, if they are JSON, are too many values to be parsed. */
export function isBulky(bytes: Buffer): boolean {
  if (bytes.length < MAX_VALUES * LEAST_VALUE_BYTES) return false;
  return countValues(bytes) > MAX_VALUES;
}

/** The short members of an object that is too bulky to be parsed; undefined for what is no object. */
export function skimFields(bytes: Buffer): Record<string, unknown> | undefined {
  const members: string[] = [];
  eachMember(bytes, (from, to) => {
    if (to - from <= KEPT_MEMBER_BYTES && members.length < KEPT_MEMBERS) members.push(bytes.toString('utf8', from, to));
  });
  try {
    return JSON.parse(`{${members.join(',')}}`) as Record<string, unknown>;
  } catch {
    return undefined; // an array, or not JSON at all
  }
}

/** Every value but the first of an object or array comes behind a comma, and the first behind an opening. */
function countValues(bytes: Buffer): number {
  let values = 0;
  for (let at = nextMark(bytes, 0); at < bytes.length; at = nextMark(bytes, at + 1)) {
    if (!CLOSING.has(bytes[at] ?? 0)) values += 1;
  }
  return values;
}

/** Tells where the members of the outermost object stand, name and value; of what is no JSON it tells nonsense. */
export function eachMember(bytes: Buffer, onMember: (from: number, to: number) => void): void {
  let depth = 0;
  let from = 0;
  for (let at = nextMark(bytes, 0); at < bytes.length; at = nextMark(bytes, at + 1)) {
    const isOpening = OPENING.has(bytes[at] ?? 0);
    const isClosing = CLOSING.has(bytes[at] ?? 0);
    if (depth === 1 && !isOpening) onMember(from, at);
    depth += Number(isOpening) - Number(isClosing);
    if (depth === 1 && !isClosing) from = at + 1;
  }
}

/** The next comma or bracket that is not inside a string. */
function nextMark(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA || OPENING.has(byte) || CLOSING.has(byte)) return at;
    at += 1;
  }
  return at;
}

function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
