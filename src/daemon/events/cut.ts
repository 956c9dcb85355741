/** A string of fewer characters is never cut: it would not be worth its own mark. */
const LEAST_CUT_CHARS = 256;
/** Room for the mark that says how much is missing. */
const MARK_BYTES = 40;
/** So many short fields are kept of an event whose bulk is not in its strings. */
const KEPT_FIELDS = 32;

interface Place {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
  readonly text: string;
  readonly bytes: number;
}

export interface CutBody {
  readonly body: string;
  readonly cut: boolean;
}

/**
 * Brings an event's JSON under the limit by shortening its strings, the longest first, each saying so in its place.
 * An event whose bulk lies elsewhere (a million numbers) keeps its short fields, and the beginning of its JSON as `text`.
 * `data` is used up.
 */
export function cutToFit(data: Record<string, unknown>, body: string, maxBytes: number): CutBody {
  if (Buffer.byteLength(body) <= maxBytes) return { body, cut: false };
  const places = longStrings(data);
  for (const { holder, key } of places) holder[key] = '';
  const restBytes = jsonBytes(data);
  const level = waterLevel(
    places.map(({ bytes }) => bytes),
    maxBytes - restBytes,
  );
  const isEnough = level >= LEAST_CUT_CHARS;
  for (const { holder, key, text, bytes } of places) {
    holder[key] = isEnough && bytes > level ? shorten(text, level) : text;
  }
  if (!isEnough) return cutToText(data, body, maxBytes);
  return { body: JSON.stringify(data), cut: level < Number.POSITIVE_INFINITY };
}

/** Without recursion: how deep an event is nested is for its sender to say. */
function longStrings(data: Record<string, unknown>): Place[] {
  const places: Place[] = [];
  const open: object[] = [data];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === 'object' && value !== null) open.push(value);
      if (typeof value !== 'string' || value.length < LEAST_CUT_CHARS) continue;
      places.push({ holder: holder as Place['holder'], key, text: value, bytes: jsonBytes(value) - 2 });
    }
  }
  return places;
}

/** Infinity for a value nested too deep to be printed. */
function jsonBytes(value: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** The length that all longer strings are brought down to, so that together they fit; Infinity when they do as they are. */
function waterLevel(sizes: readonly number[], budget: number): number {
  let left = budget;
  const ascending = sizes.toSorted((a, b) => a - b);
  for (const [index, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (size > share) return share;
    left -= size;
  }
  return left < 0 ? left : Number.POSITIVE_INFINITY;
}

/** As much of the text as takes `bytes` in JSON, its mark included. */
function shorten(text: string, bytes: number): string {
  const end = endWithin(text, bytes - MARK_BYTES);
  return `${text.slice(0, end)}…[cut ${Buffer.byteLength(text.slice(end))} bytes]`;
}

/** How many UTF-16 units fit, never ending inside a surrogate pair. */
function endWithin(text: string, maxBytes: number): number {
  let bytes = 0;
  let index = 0;
  while (index < text.length) {
    const code = text.codePointAt(index) ?? 0;
    bytes += escapedBytes(code);
    if (bytes > maxBytes) return index;
    index += code > 0xff_ff ? 2 : 1;
  }
  return index;
}

/** What a character takes inside a JSON string, in UTF-8. */
function escapedBytes(code: number): number {
  if (code < 0x20) return 6;
  if (code === 0x22 || code === 0x5c) return 2;
  if (code < 0x80) return 1;
  if (code < 0x8_00) return 2;
  if (code >= 0xd8_00 && code <= 0xdf_ff) return 6; // half of a pair is printed as \udxxx
  return code > 0xff_ff ? 4 : 3;
}

/** Keeps of an event its short fields, and the beginning of its JSON as `text`. */
export function cutToText(data: Record<string, unknown>, body: string, maxBytes: number): CutBody {
  const kept: Record<string, unknown> = {};
  let bytes = 2;
  for (const [key, value] of Object.entries(data).slice(0, KEPT_FIELDS)) {
    if (typeof value === 'object' || (typeof value === 'string' && value.length >= LEAST_CUT_CHARS)) continue;
    bytes += jsonBytes({ [key]: value });
    if (bytes > maxBytes / 2) break;
    kept[key] = value;
  }
  const text = shorten(body, maxBytes - jsonBytes(kept) - '"text":"",'.length);
  return { body: JSON.stringify({ ...kept, text }), cut: true };
}
