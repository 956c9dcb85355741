export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Two ranges with less between them are one: whoever is told of them works on larger parts than that. */
const CLOSE = 1000;

/** The ranges of the order that these lie in; some of what lies between them may be of others. */
export function toRanges(seqs: readonly number[]): SeqRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const seq of seqs.toSorted((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && seq - last.to <= CLOSE) last.to = seq;
    else ranges.push({ from: seq, to: seq });
  }
  return ranges;
}
