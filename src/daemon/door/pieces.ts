/** So many pieces are kept as they are; nobody who means well sends more without need. */
const KEPT_PIECES = 64;
/** Of those behind them, smaller ones are copied together: in a buffer of its own a byte costs a hundred. */
const SMALL_BYTES = 4096;
const BLOCK_BYTES = 64 * 1024;

/** Gathers what arrives in pieces. It takes little more memory than the bytes themselves, however small the pieces are. */
export interface Pieces {
  add(piece: Buffer): void;
  /** All of it; nothing is left here. */
  take(): Buffer;
  /** Forgets all of it. */
  drop(): void;
}

export function createPieces(): Pieces {
  let kept: Buffer[] = [];
  let block = Buffer.alloc(0);
  let from = 0;
  let to = 0;

  /** What stands in the block so far goes behind the others; the rest of the block can still be used. */
  const seal = (): void => {
    if (to > from) kept.push(block.subarray(from, to));
    from = to;
  };
  const copy = (piece: Buffer): void => {
    if (to + piece.length > block.length) {
      seal();
      block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      from = 0;
      to = 0;
    }
    to += piece.copy(block, to);
  };

  const drop = (): void => {
    kept = [];
    block = Buffer.alloc(0);
    from = 0;
    to = 0;
  };

  return {
    add(piece) {
      if (piece.length === 0) return;
      if (kept.length >= KEPT_PIECES && piece.length < SMALL_BYTES) return copy(piece);
      seal();
      kept.push(piece);
    },
    take() {
      seal();
      const [only, ...more] = kept;
      const whole = only !== undefined && more.length === 0 ? only : Buffer.concat(kept);
      drop();
      return whole;
    },
    drop,
  };
}
