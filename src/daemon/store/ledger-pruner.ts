import type { DatabaseSync } from 'node:sqlite';
import type { Counted } from './counted.ts';
import type { LedgerReader } from './ledger-reader.ts';
import { createPruner, type Pruned, type PruneStep } from './pruner.ts';
import type { Trimmed } from './session-trimmer.ts';

/** Takes old events out of a ledger, and knows from where on none was taken. */
export interface LedgerPruner {
  /** From here on nothing was pruned; of a session alone, what it keeps from before counts. */
  oldestSeq(sessionId?: string): number;
  /** One transaction: takes out what has to go of some rows, and what the sessions knew of it. */
  prune(step: PruneStep): Pruned;
  /** Remembers that all that is here had arrived by now. */
  noteArrivals(nowMs: number): void;
  /** Forgets the events up to this seq, as too many for memory. */
  drop(upToSeq: number): void;
  /** When the oldest event happened. */
  oldestAtMs(): number | undefined;
}

interface LedgerPrunerParts {
  readonly reader: Pick<LedgerReader, 'oldestSeq' | 'lastSeq'>;
  readonly change: Counted['change'];
  /** Within the transaction, before anything is taken out: all that is known of sessions is written. */
  readonly settle: () => void;
  readonly onTrimmed: (trimmed: Trimmed) => void;
}

const KEY = 'pruned_up_to_seq';
/** A ledger in another's place counts on from here; what came before is not in it, unless it could be salvaged. */
export const BEGUN_AFTER = 'begun_after_seq';

export function createLedgerPruner(database: DatabaseSync, parts: LedgerPrunerParts): LedgerPruner {
  const { reader, change, settle, onTrimmed } = parts;
  const pruner = createPruner(database);
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const findOldestTime = database.prepare('SELECT min(at_ms) AS atMs FROM events');
  const deleteUpTo = database.prepare('DELETE FROM events WHERE seq <= ?');
  const readMeta = database.prepare('SELECT value FROM meta WHERE key = ?');
  const begunAfterSeq = Number(readMeta.get(BEGUN_AFTER)?.value ?? 0);
  let goneUpToSeq = Number(readMeta.get(KEY)?.value ?? 0);

  return {
    prune(step) {
      const { cut, gone, ...pruned } = change((count) => {
        settle();
        const done = pruner.prune(step, goneUpToSeq);
        if (done.goneUpToSeq !== goneUpToSeq) setMeta.run(KEY, String(done.goneUpToSeq));
        count('events', -done.seqs.length);
        count('pruned', done.seqs.length);
        count('sessions', -done.gone.length);
        return done;
      });
      goneUpToSeq = pruned.goneUpToSeq;
      onTrimmed({ cut, gone });
      return pruned;
    },

    noteArrivals: (nowMs) => pruner.noteArrivals(reader.lastSeq(), nowMs),
    oldestAtMs() {
      const atMs = findOldestTime.get()?.atMs;
      return typeof atMs === 'number' ? atMs : undefined;
    },

    drop(upToSeq) {
      change((count) => {
        settle();
        count('events', -Number(deleteUpTo.run(upToSeq).changes));
      });
      goneUpToSeq = Math.max(goneUpToSeq, upToSeq);
    },

    // not simply the first there is: what was forgotten before it is nothing that anybody misses
    oldestSeq(sessionId) {
      const salvagedSeq = reader.oldestSeq() ?? Number.POSITIVE_INFINITY;
      const oldestSeq = Math.max(goneUpToSeq, Math.min(begunAfterSeq, salvagedSeq - 1)) + 1;
      return sessionId === undefined ? oldestSeq : Math.min(oldestSeq, reader.oldestSeq(sessionId) ?? oldestSeq);
    },
  };
}
