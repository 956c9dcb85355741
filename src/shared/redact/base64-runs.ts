/** Base64 of fewer characters holds no secret that is worth one. */
const LEAST_CHARS = 24;
/** So much is decoded to see whether it is text at all. */
const PEEK_CHARS = 32;

export interface Base64Run {
  readonly start: number;
  readonly end: number;
  /** What it says, with a character for each byte. */
  readonly decoded: string;
}

/** What each character stands for; more than 63 for one that is not base64's. */
const VALUES = new Uint8Array(128).fill(64);
for (const [value, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  VALUES[char.charCodeAt(0)] = value;
}
VALUES[0x2d] = 62; // RFC 4648 §5
VALUES[0x5f] = 63;

/** Lines of one text in base64: `base64` breaks them, and printers of JSON escape the break. */
const LINE_END = /=?(?:\r?\n[ \t]{0,16}|\\{1,7}(?:r\\{1,7})?n)(?=[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2,3}=)/y;
const LONE_ESCAPE = /\\(?:[nrtbf]|u[0-9A-Fa-f]{4})/y;

/** Every run of base64 that holds text; what holds anything else (pictures, hashes, ids) is passed over. */
export function* base64Runs(text: string): Generator<Base64Run> {
  // a run this long covers one of every so many places, so the others need not be looked at
  for (let at = LEAST_CHARS - 1; at < text.length; at += LEAST_CHARS) {
    if (!isBase64(text, at)) continue;
    const begin = beginOfRun(text, at);
    let end = endOfRun(text, at);
    if (end - begin >= LEAST_CHARS) {
      const start = afterEscape(text, begin);
      if (looksLikeText(text, start, Math.min(end, start + PEEK_CHARS))) {
        end = endOfLines(text, end);
        yield { start, end, decoded: decode(text.slice(start, end)) };
      }
    }
    at = Math.max(at, end - LEAST_CHARS);
  }
}

/** Not further back than a place that was looked at before. */
function beginOfRun(text: string, at: number): number {
  const floor = Math.max(0, at - LEAST_CHARS + 1);
  let start = at;
  while (start > floor && isBase64(text, start - 1)) start -= 1;
  return start;
}

function endOfRun(text: string, at: number): number {
  let end = at;
  while (end < text.length && isBase64(text, end)) end += 1;
  return end;
}

function isBase64(text: string, index: number): boolean {
  return valueAt(text, index) < 64;
}

function valueAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (VALUES[code] ?? 64) : 64;
}

/** Where the run seems to begin with the letter of an escape, it begins behind it. */
function afterEscape(text: string, start: number): number {
  LONE_ESCAPE.lastIndex = start - 1;
  return start > 0 && LONE_ESCAPE.test(text) ? LONE_ESCAPE.lastIndex : start;
}

function endOfLines(text: string, from: number): number {
  let end = from;
  for (;;) {
    LINE_END.lastIndex = end;
    if (!LINE_END.test(text)) break;
    end = endOfRun(text, LINE_END.lastIndex);
  }
  while (text[end] === '=') end += 1;
  return end;
}

/** Text has no control characters but white space, and is mostly ASCII; in UTF-16 every second byte is 0. */
function looksLikeText(text: string, start: number, end: number): boolean {
  let zeros = 0;
  let high = 0;
  let bytes = 0;
  let bits = 0;
  for (let at = start; at < end; at += 1) {
    bits = ((bits << 6) | valueAt(text, at)) & 0xff_ff;
    const place = (at - start) % 4;
    if (place === 0) continue; // three bytes in four characters: the first completes none
    const byte = (bits >> (6 - 2 * place)) & 0xff;
    bytes += 1;
    if (byte >= 0x7f) high += 1;
    else if (byte === 0 && bytes % 2 === 0) zeros += 1;
    else if (isControl(byte)) return false;
  }
  return high <= bytes / 3 && (zeros === 0 || zeros === Math.floor(bytes / 2));
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
}

function decode(base64: string): string {
  const bytes = Buffer.from(base64.replaceAll(/\\{1,7}[nr]/g, ''), 'base64');
  return bytes.toString(isWide(bytes) ? 'utf16le' : 'latin1');
}

/** UTF-16, as PowerShell's -EncodedCommand has it. */
function isWide(bytes: Buffer): boolean {
  return bytes.length > 7 && [1, 3, 5, 7].every((at) => bytes[at] === 0 && bytes[at - 1] !== 0);
}
