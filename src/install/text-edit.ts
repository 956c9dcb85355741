/** Puts `text` in place of `length` characters at `offset`. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** The edits must not overlap; their order doesn't matter. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let end = 0;
  for (const edit of edits.toSorted((a, b) => a.offset - b.offset)) {
    result += text.slice(end, edit.offset) + edit.text;
    end = edit.offset + edit.length;
  }
  return result + text.slice(end);
}

/** The one edit that leads from `from` to `to`: what lies between their common beginning and their common end. */
export function editBetween(from: string, to: string): TextEdit {
  const shorter = Math.min(from.length, to.length);
  let offset = 0;
  while (offset < shorter && from[offset] === to[offset]) offset += 1;
  let tail = 0;
  while (tail < shorter - offset && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  return { offset, length: from.length - tail - offset, text: to.slice(offset, to.length - tail) };
}
