/** Characters that move the cursor, change the terminal, turn text around or cannot be seen: C0, C1, bidi, zero-width, tags. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what we look for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Makes text of unknown origin harmless on a terminal: white space becomes a space, the rest is shown as `�`. */
export function toSafeText(text: string): string {
  return text.replace(UNSAFE, (found) => (/\s/.test(found) ? ' ' : '\ufffd'));
}

/** The same JSON, with everything that a terminal might act upon escaped; JSON itself escapes only C0. */
export function toSafeJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
}

/** The first line that says something, marked where more follows. */
export function toFirstLine(text: string): string {
  const lines = text.trim().split(/\r\n|[\n\r\u2028\u2029]/, 2);
  const first = toSafeText(lines[0] ?? '').trim();
  return lines.length > 1 ? `${first} …` : first;
}
