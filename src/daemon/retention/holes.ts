export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Remembers where events went out of turn, until somebody is told. */
export interface Holes {
  /** Of events that are gone, in ascending order. */
  add(seqs: readonly number[]): void;
  /** What lies behind this seq, in ascending order, and forgets all of it. */
  takeBehind(seq: number): SeqRange[];
}

/** Holes in the same so many seqs are told as one: whoever is told looks into the store anyway. */
const CELL_SEQS = 1000;

export function createHoles(): Holes {
  let cells = new Map<number, SeqRange>();

  return {
    add(seqs) {
      for (const seq of seqs) {
        const cell = Math.floor(seq / CELL_SEQS);
        const { from = seq, to = seq } = cells.get(cell) ?? {};
        cells.set(cell, { from: Math.min(from, seq), to: Math.max(to, seq) });
      }
    },
    takeBehind(seq) {
      const behind = [...cells.values()].filter(({ to }) => to > seq);
      cells = new Map();
      return behind.sort((one, other) => one.from - other.from);
    },
  };
}
