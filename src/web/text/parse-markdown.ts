import { Lexer, type Token, type Tokens } from 'marked';

export type { Token, Tokens } from 'marked';

/** So much is understood at once; what follows on wish. */
const MAX_PIECE_CHARS = 12_000;
/** The patterns for what stands in a line take the square of its length in the worst case. A longer paragraph stays as it is written. */
const MAX_INLINE_CHARS = 1500;
/** All of a piece together, in squares of characters: some 100 ms in the worst case. What is left then stays as it is written. */
const MAX_INLINE_SQUARES = 8_000_000;
/** Lists and quotes deeper in each other are no text of anybody's; and each level is read by all that are above it. */
const TOO_DEEP =
  /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){12}|^(?:\t|[ ]{4}){10}[ \t]*(?:>|[-*+]|\d{1,9}[.)])/m;

/** Pieces that end with a line, where possible between two paragraphs. */
export function cutMarkdown(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = from + MAX_PIECE_CHARS >= text.length ? text.length : endOfPiece(text, from);
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}

function endOfPiece(text: string, from: number): number {
  const most = from + MAX_PIECE_CHARS;
  for (const sign of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(sign, most);
    if (at > from + MAX_PIECE_CHARS / 4) return at + sign.length;
  }
  return most;
}

/** Undefined for a text that is not to be read as markdown. */
export function parseMarkdown(text: string): readonly Token[] | undefined {
  if (TOO_DEEP.test(text)) return undefined;
  try {
    const lexer = new Lexer({ gfm: true, breaks: true });
    const tokens = lexer.blockTokens(text.replace(/\r\n?/g, '\n'), []) as Token[];
    let squares = 0;
    // a list may grow while it is gone through
    for (const { src, tokens: into } of lexer.inlineQueue) {
      squares += src.length <= MAX_INLINE_CHARS ? src.length ** 2 : 0;
      if (src.length <= MAX_INLINE_CHARS && squares <= MAX_INLINE_SQUARES) lexer.inlineTokens(src, into);
      else into.push({ type: 'text', raw: src, text: src } satisfies Tokens.Text);
    }
    return tokens;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // deeper than the stack
    throw error;
  }
}

/** Where a link leads, when it is somewhere a page may lead to. */
export function toSafeTarget(href: string): string | undefined {
  const url = URL.parse(href);
  return url !== null && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}
