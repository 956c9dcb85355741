/** What all connections hold may be so much; past it those that hold the most go. */
const MAX_BYTES = 128 * 1024 * 1024;
/** Looked at whenever so much more may be held: to look costs a moment for each connection. */
const LOOK_BYTES = 4 * 1024 * 1024;

/** One connection as the backlog sees it. */
export interface Debtor {
  /** What it keeps in memory: written and not yet taken by the other side, come and not yet whole or heard. */
  heldBytes(): number;
  /** Ends it at once, and all that with it. */
  terminate(): void;
}

/** Bounds the memory of all connections together: each may be behind, but not all of them as far as each. */
export interface Backlog {
  /** So many bytes were written, or came, that could not be handed on at once. */
  grew(bytes: number): void;
}

interface BacklogOptions {
  readonly maxBytes?: number;
  readonly lookBytes?: number;
}

export function createBacklog(debtors: () => Iterable<Debtor>, options: BacklogOptions = {}): Backlog {
  const { maxBytes = MAX_BYTES, lookBytes = LOOK_BYTES } = options;
  let unseenBytes = 0;

  /** A goodbye would wait behind the bytes that have to go, so there is none. */
  const look = (): void => {
    const debts = [...debtors()].map((debtor) => ({ debtor, bytes: debtor.heldBytes() }));
    let bytes = debts.reduce((sum, debt) => sum + debt.bytes, 0);
    if (bytes <= maxBytes) return;
    for (const debt of debts.sort((one, other) => other.bytes - one.bytes)) {
      if (bytes <= maxBytes) return;
      debt.debtor.terminate();
      bytes -= debt.bytes;
    }
  };

  return {
    grew(bytes) {
      unseenBytes += bytes;
      if (unseenBytes < lookBytes) return;
      unseenBytes = 0;
      look();
    },
  };
}
