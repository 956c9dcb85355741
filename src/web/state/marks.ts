import type { Match } from '../../shared/search.ts';

export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

/** So much stands before the first mark: a line shows its beginning, however narrow it is. */
const LEAD_CHARS = 16;

/** The excerpt in pieces, those that were looked for among them. */
export function toPieces({ excerpt, ranges }: Match): Piece[] {
  const pieces: Piece[] = [];
  const firstAt = ranges[0]?.[0] ?? 0;
  let at = Math.max(0, firstAt - LEAD_CHARS);
  if (at > 0) pieces.push({ text: '…', isMarked: false });
  for (const [from, to] of ranges) {
    pieces.push({ text: excerpt.slice(at, from), isMarked: false }, { text: excerpt.slice(from, to), isMarked: true });
    at = to;
  }
  pieces.push({ text: excerpt.slice(at), isMarked: false });
  return pieces.filter(({ text }) => text !== '');
}
