import type { Span } from './span.ts';

/**
 * What a text says to whoever runs or parses it: lines that were broken inside a word put together, escapes that stand for
 * a plain character resolved.
 */
export interface JoinedText {
  readonly text: string;
  /** The place of a find in the text as it was written; undefined for one that is found there just as well. */
  original(span: Span, options: { readonly acrossLines: boolean }): Span | undefined;
}

interface Edit {
  /** In the joined text. */
  readonly at: number;
  readonly chars: number;
  /** In the text as it was written. */
  readonly from: number;
  readonly to: number;
  readonly isLineEnd: boolean;
}

const WORD = String.raw`[\w+/=.~:@%-]`;
const EDITS = new RegExp(
  [
    String.raw`\\{1,8}u00([2-7][0-9a-fA-F])`,
    String.raw`\\{1,8}(\/)`,
    String.raw`(?<=${WORD}{2})(\\\r?\n|\\{3,15}(?:r\\{1,7})?n)(?=${WORD}{2})`,
    String.raw`(?<=${WORD}{3})(?:\r?\n|\\{1,7}(?:r\\{1,7})?n)(?=${WORD}{3})`,
  ].join('|'),
  'g',
);

/** Undefined for a text that says what it says. */
export function joinText(text: string): JoinedText | undefined {
  if (!text.includes('\\') && !text.includes('\n')) return undefined;
  const edits: Edit[] = [];
  let joined = '';
  let from = 0;
  for (const found of text.matchAll(EDITS)) {
    const [whole, hex, slash, continued] = found;
    const stands = hex === undefined ? (slash ?? '') : String.fromCharCode(Number.parseInt(hex, 16));
    joined += text.slice(from, found.index);
    const isLineEnd = stands === '' && continued === undefined;
    edits.push({
      at: joined.length,
      chars: stands.length,
      from: found.index,
      to: found.index + whole.length,
      isLineEnd,
    });
    joined += stands;
    from = found.index + whole.length;
  }
  if (edits.length === 0) return undefined;
  joined += text.slice(from);

  return {
    text: joined,
    original({ start, end, kind }, { acrossLines }) {
      const first = indexAfter(edits, start);
      const last = indexAfter(edits, end - 1);
      if (first === last && !isInside(edits[first - 1], start)) return undefined;
      const crossed = edits.slice(first, last);
      if (!acrossLines && crossed.some(({ isLineEnd }) => isLineEnd)) return undefined;
      return { start: placeOf(edits[first - 1], start), end: endOf(edits[last - 1], end - 1), kind };
    },
  };
}

/** How many edits stand at or before this place. */
function indexAfter(edits: readonly Edit[], place: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edits[middle]?.at ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isInside(edit: Edit | undefined, place: number): boolean {
  return edit !== undefined && place < edit.at + edit.chars;
}

function placeOf(edit: Edit | undefined, place: number): number {
  if (edit === undefined) return place;
  return isInside(edit, place) ? edit.from : place - (edit.at + edit.chars) + edit.to;
}

function endOf(edit: Edit | undefined, lastPlace: number): number {
  return edit !== undefined && isInside(edit, lastPlace) ? edit.to : placeOf(edit, lastPlace) + 1;
}
