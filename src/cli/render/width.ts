import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many columns of a terminal the text takes; no colours in it. */
export function widthOf(text: string): number {
  return stringWidth(text, { countAnsiEscapeCodes: true });
}

/** At most so many columns, never half a character; `more` stands for what was left out. */
export function cutToWidth(text: string, columns: number, more = '…'): string {
  if (text.length <= columns && widthOf(text) <= columns) return text;
  const room = columns - widthOf(more);
  if (room < 0) return '';
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment);
    if (width > room) return kept + more;
    kept += segment;
  }
  return text;
}

/** As wide as a column of a table: cut when too long, filled up when too short. */
export function fitToWidth(text: string, columns: number, more?: string): string {
  const cut = cutToWidth(text, columns, more);
  return cut + ' '.repeat(Math.max(0, columns - widthOf(cut)));
}
