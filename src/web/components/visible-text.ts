/** Control characters, bidi controls and what cannot be seen or carries what cannot; line breaks and tabs are left alone. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what we look for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Marks heaped on one letter reach over the lines around it; no writing needs so many. */
const HEAPED = /(\p{M}{4})(\p{M}{4,})/gu;

/** Text of unknown origin with everything in it to be seen: ESC as `␛`, what turns text around as its number. */
export function toVisibleText(text: string): string {
  const calm = text
    .replace(/\r\n/g, '\n')
    .replace(HEAPED, (_, kept: string, rest: string) => `${kept}‹+${rest.length}›`);
  return calm.replace(HIDDEN, (found) => {
    const code = found.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x24_00 + code);
    if (code === 0x7f) return '␡';
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}
