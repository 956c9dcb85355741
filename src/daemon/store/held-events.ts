import { createMatcher, type EventFilter } from '../../shared/event-filter.ts';
import { type Entry, toEntry } from './entry.ts';
import { isImported } from './imported.ts';
import type { NewRow } from './new-row.ts';
import type { Moment } from './recording-reader.ts';

/** Past these the oldest held event goes: nobody was told that it was stored, so its hook has it in the spool. */
const HELD_EVENTS = 5000;
const HELD_CHARS = 32 * 1024 * 1024;

export interface HeldEvent {
  readonly row: NewRow & { readonly seq: number };
  readonly entry: Entry;
}

/** What came in while the file could not be written, in order, until it can be. */
export interface HeldEvents {
  add(row: NewRow & { readonly seq: number }): Entry;
  seqOf(id: string): number | undefined;
  rows(): NewRow[];
  /** In order of their seqs. */
  all(): HeldEvent[];
  /** What was imported is not for the live views. */
  matching(filter?: EventFilter, sinceMs?: number): Entry[];
  momentsOf(sessionId: string, afterSeq: number): Moment[];
  entryOf(seq: number): Entry | undefined;
  firstSeq(): number | undefined;
  size(): number;
  clear(): void;
  /** How often they were cleared: what was made of them holds no longer than this stays. */
  round(): number;
}

export function createHeldEvents(): HeldEvents {
  const byId = new Map<string, HeldEvent>();
  let chars = 0;
  let rounds = 0;

  return {
    add(row) {
      const held = { row: { ...row, parsed: undefined }, entry: toEntry(row) };
      byId.set(row.id, held);
      chars += row.body.length;
      for (const [id, oldest] of byId) {
        if (byId.size <= HELD_EVENTS && chars <= HELD_CHARS) break;
        byId.delete(id);
        chars -= oldest.row.body.length;
      }
      return held.entry;
    },
    seqOf: (id) => byId.get(id)?.row.seq,
    all: () => [...byId.values()],
    rows: () => [...byId.values()].map(({ row }) => row),
    matching(filter = {}, sinceMs = Number.NEGATIVE_INFINITY) {
      const matches = createMatcher(filter);
      const found = [...byId.values()].filter(
        ({ row, entry }) => row.atMs >= sinceMs && !isImported(row) && matches(entry),
      );
      return found.map(({ entry }) => entry);
    },
    momentsOf: (sessionId, afterSeq) =>
      [...byId.values()].flatMap(({ row }) => (row.sessionId === sessionId && row.seq > afterSeq ? [row] : [])),
    entryOf(seq) {
      const first = byId.values().next().value?.row.seq;
      if (first === undefined || seq < first) return undefined;
      return [...byId.values()].find(({ row }) => row.seq === seq)?.entry;
    },
    firstSeq: () => byId.values().next().value?.row.seq,
    size: () => byId.size,
    clear() {
      byId.clear();
      chars = 0;
      rounds += 1;
    },
    round: () => rounds,
  };
}
