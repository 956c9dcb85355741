/** Rows that are laid out together. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

const BLOCK_ROWS = 80;
const BLOCK_CHARS = 6000;
/** Of very long texts the blocks are larger: each of them has a place in the page. */
const MAX_BLOCKS = 1500;

/** Rows in blocks, none of which takes a browser long. */
export function toBlocks(count: number, charsOf: (index: number) => number): Block[] {
  const chars = Array.from({ length: count }, (_, index) => charsOf(index));
  const all = chars.reduce((sum, one) => sum + one, 0);
  const maxRows = Math.max(BLOCK_ROWS, Math.ceil(count / MAX_BLOCKS));
  const maxChars = Math.max(BLOCK_CHARS, Math.ceil(all / MAX_BLOCKS));
  const blocks: Block[] = [];
  let [from, sum] = [0, 0];
  for (const [index, own] of chars.entries()) {
    if (index > from && (index - from === maxRows || sum + own > maxChars)) {
      blocks.push({ from, to: index });
      [from, sum] = [index, 0];
    }
    sum += own;
  }
  if (count > from) blocks.push({ from, to: count });
  return blocks;
}

/** How many of the first rows are within both limits; one at least. */
export function countFirst(count: number, charsOf: (index: number) => number, maxRows: number, maxChars: number) {
  let [rows, chars] = [0, 0];
  while (rows < count && rows < maxRows) {
    chars += charsOf(rows);
    if (rows > 0 && chars > maxChars) break;
    rows += 1;
  }
  return rows;
}
