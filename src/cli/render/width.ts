import { eastAsianWidth } from 'get-east-asian-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const PLAIN = /^[\x20-\x7e]*$/;
/** Shown as a picture by itself, or asked to be by the variation selector: two columns. */
const EMOJI = /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f)/u;
/** Nothing of its own to show: a mark that lost its letter, or what only joins others. */
const INVISIBLE = /^[\p{Mark}\p{Control}\p{Default_Ignorable_Code_Point}]/u;

/** Vowel signs of India and the like, which stand beside their letter. */
const SPACING_MARKS = /\p{Spacing_Mark}/gu;

/** How many columns of a terminal the text takes; no colours in it. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/** At most so many columns, never half a character; `more` stands for what was left out. */
export function cutToWidth(text: string, columns: number, more = '…'): string {
  if (widthOf(text) <= columns) return text;
  let room = columns - widthOf(more);
  if (room < 0) return '';
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    room -= widthOfGrapheme(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept + more;
}

/** As wide as a column of a table: cut when too long, filled up when too short. */
export function fitToWidth(text: string, columns: number, more?: string): string {
  const cut = cutToWidth(text, columns, more);
  return cut + ' '.repeat(Math.max(0, columns - widthOf(cut)));
}

/** What a person calls one character; marks above and below, and joined pictures, take no room of their own. */
function widthOfGrapheme(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  if (INVISIBLE.test(grapheme)) return 0;
  return eastAsianWidth(grapheme.codePointAt(0) ?? 0) + (grapheme.match(SPACING_MARKS)?.length ?? 0);
}
