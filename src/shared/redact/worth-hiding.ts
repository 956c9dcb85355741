/** Beneath this many bits a character, text is a word, a pattern or a test's value. */
const LEAST_TOKEN_BITS = 3;
const PLACEHOLDER =
  /^(?:x{3,}|\*+|\.+|-+|_+|0+|1234567?8?9?0?|abc123|null|none|nil|true|false|undefined|string|changeme\W?|change[-_]?(?:me|it|this)\S*|pass(?:word|wd)?\d{0,3}!?|secret\d{0,3}|hunter2|test(?:ing)?[\d-]*|admin\d{0,3}|root|guest|letmein|qwerty\d*|foo(?:bar)?\d*|token|todo|tbd)$/i;
const SPEAKS_OF_ONE =
  /(?:^|[^a-z])example|placeholder|change[-_]?me|your[-_]|insert[-_]|dummy|redacted|xxxx|\*\*\*\*|<|\.\.\.|\$\{|\{\{|%\(|^\$\w|^@|^env[.:]|process\.env|os\.environ|secrets\.|ENV\[/i;
/** A name of the program's: words, perhaps with dots; only a machine mixes digits into the middle of them. */
const IS_NAME = /^[$_]?[A-Za-z][A-Za-z._-]*\d{0,2}[;?!]?$/;
const IS_PLACE = /^(?:[.~]{0,2}\/)?(?:[\w@.-]+\/)+[\w@.-]*$/;
const IS_MOMENT = /^\d{4}-\d\d-\d\d/;

/** Whether what was written as a password is one: no placeholder, no name of a variable, no type. */
export function isPassword(text: string, leastChars = 6): boolean {
  if (text.length < leastChars || PLACEHOLDER.test(text) || SPEAKS_OF_ONE.test(text)) return false;
  return !(IS_NAME.test(text) || IS_MOMENT.test(text) || /^[\d.:,]+$/.test(text) || isPlace(text));
}

/** Whether what was written as a token is one: made by a machine, not by a person. */
export function isToken(text: string): boolean {
  if (!isPassword(text, 12) || !/\d/.test(text) || !/[A-Za-z]/.test(text)) return false;
  return bitsPerChar(text) >= LEAST_TOKEN_BITS;
}

/** Whether base64 holds `user:password`. */
export function isCredentials(base64: string): boolean {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return /^[\x20-\x7e]{1,200}:[\x20-\xff]{3,300}$/.test(text) && !PLACEHOLDER.test(text.slice(text.indexOf(':') + 1));
}

/** A path is long and mixed as a token is; its words are not. */
function isPlace(text: string): boolean {
  return IS_PLACE.test(text) && text.split('/').every((part) => part.length < 20 || IS_NAME.test(part));
}

/** Shannon's entropy of the characters. */
function bitsPerChar(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
