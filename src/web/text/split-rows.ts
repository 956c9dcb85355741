/** A longer line is shown as several rows: a browser that has to break a million characters into lines stands still meanwhile. */
export const MAX_ROW_CHARS = 2000;

/** A line of a text as it is shown, or a part of one that is too long. */
export interface Row {
  /** Of the line, from 0. */
  readonly line: number;
  readonly text: string;
  readonly isContinued: boolean;
}

/** Never cuts a character in two. */
export function splitRows(text: string): Row[] {
  const rows: Row[] = [];
  for (const [line, whole] of splitLines(text).entries()) {
    if (whole.length <= MAX_ROW_CHARS) rows.push({ line, text: whole, isContinued: false });
    else for (const [at, part] of cutLine(whole).entries()) rows.push({ line, text: part, isContinued: at > 0 });
  }
  return rows;
}

/** The line break at the end of a text begins no line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}

export function cutLine(line: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < line.length; ) {
    const to = from + MAX_ROW_CHARS;
    const end = isHighSurrogate(line.charCodeAt(to - 1)) ? to + 1 : to;
    parts.push(line.slice(from, end));
    from = end;
  }
  return parts;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd8_00 && code <= 0xdb_ff;
}
