import { cutToWidth, widthOf } from './width.ts';

/** A piece of a line: measured bare, painted last. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const BETWEEN = '  ';

export function joinCells(cells: readonly Cell[]): string {
  return cells.map(({ text, paint }) => paint?.(text) ?? text).join(BETWEEN);
}

/** How many columns the cells take, with the space that separates them from a next one. */
export function widthOfCells(cells: readonly Cell[]): number {
  return cells.reduce((width, { text }) => width + widthOf(text) + BETWEEN.length, 0);
}

/** As many of the cells as there is room for; the last one that shows may be cut. */
export function cutCells(cells: readonly Cell[], columns: number, more: string): Cell[] {
  const kept: Cell[] = [];
  for (const cell of cells) {
    const room = columns - widthOfCells(kept);
    if (room <= widthOf(more)) break;
    kept.push({ ...cell, text: cutToWidth(cell.text, room, more) });
  }
  return kept;
}
