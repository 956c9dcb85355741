/** What of the brush is taken hold of: an end, all of it, or none, so that a new one is drawn. */
export type Hold = 'from' | 'to' | 'whole' | 'new';

interface Brush {
  readonly from: number;
  readonly to: number;
}

/** All as shares of the width; `near` is what counts as at an end. A brush over everything can only be drawn anew. */
export function grab({ from, to }: Brush, at: number, near: number): Hold {
  const isWhole = from <= 0 && to >= 1;
  if (!isWhole && Math.abs(at - from) <= near) return 'from';
  if (!isWhole && Math.abs(at - to) <= near) return 'to';
  return !isWhole && from < at && at < to ? 'whole' : 'new';
}
