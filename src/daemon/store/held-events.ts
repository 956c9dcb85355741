import { createMatcher, type EventFilter } from '../../shared/event-filter.ts';
import { type Entry, toEntry } from './entry.ts';
import type { NewRow } from './ledger.ts';

/** Past these the oldest held event goes: nobody was told that it was stored, so its hook has it in the spool. */
const HELD_EVENTS = 5000;
const HELD_CHARS = 32 * 1024 * 1024;

interface HeldEvent {
  readonly row: NewRow & { readonly seq: number };
  readonly entry: Entry;
}

/** What came in while the file could not be written, in order, until it can be. */
export interface HeldEvents {
  add(row: NewRow & { readonly seq: number }): Entry;
  seqOf(id: string): number | undefined;
  rows(): NewRow[];
  matching(filter?: EventFilter, sinceMs?: number): Entry[];
  firstSeq(): number | undefined;
  size(): number;
  clear(): void;
}

export function createHeldEvents(): HeldEvents {
  const byId = new Map<string, HeldEvent>();
  let chars = 0;

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
    rows: () => [...byId.values()].map(({ row }) => row),
    matching(filter = {}, sinceMs = Number.NEGATIVE_INFINITY) {
      const matches = createMatcher(filter);
      const found = [...byId.values()].filter(({ row, entry }) => row.atMs >= sinceMs && matches(entry));
      return found.map(({ entry }) => entry);
    },
    firstSeq: () => byId.values().next().value?.row.seq,
    size: () => byId.size,
    clear() {
      byId.clear();
      chars = 0;
    },
  };
}
