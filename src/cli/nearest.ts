/** Slips of more letters than this are other words. */
const MAX_SLIPS = 2;

/** The one that was probably meant, or undefined when none is close. */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, slips: countSlips(typed, candidate) }))
    .filter(({ candidate, slips }) => slips <= Math.min(MAX_SLIPS, candidate.length - 1))
    .sort((a, b) => a.slips - b.slips);
  return ranked[0]?.candidate;
}

/** Letters to add, drop, change or swap with their neighbour (optimal string alignment distance). */
function countSlips(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(at(above, column) + 1, at(current, column - 1) + 1, at(above, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, at(before, column - 2) + 1);
      }
      current.push(least);
    }
    before = above;
    above = current;
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
