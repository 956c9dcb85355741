import type { DatabaseSync } from 'node:sqlite';
import { BLOCK_SEQS } from './periods.ts';

/** A part of a period to be searched. */
export interface Place {
  readonly period: number;
  readonly from: number;
  readonly to: number;
}

interface Span {
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

/** Says where in the index to look, and in what order. */
export interface Places {
  within(range: { readonly from: number; readonly to: number }, span: Span, order: 'ASC' | 'DESC'): Place[];
}

export function createPlaces(database: DatabaseSync): Places {
  const wholePeriods = database.prepare(`
    SELECT id AS period, first_seq AS "from", last_seq AS "to" FROM periods
    WHERE last_seq >= ? AND first_seq <= ? ORDER BY last_seq`);
  const stretches = database.prepare(`
    SELECT period, block FROM stretches JOIN periods ON periods.id = period
    WHERE last_seq >= ? AND first_seq <= ? AND max_at_ms >= ? AND min_at_ms <= ? ORDER BY last_seq, period, block`);

  return {
    within({ from, to }, { sinceMs, untilMs }, order) {
      const found =
        sinceMs === undefined && untilMs === undefined
          ? (wholePeriods.all(from, to) as unknown as Place[])
          : joinBlocks(stretches.all(from, to, sinceMs ?? 0, untilMs ?? Number.MAX_SAFE_INTEGER) as unknown as Block[]);
      const places = found
        .map((place) => ({ ...place, from: Math.max(from, place.from), to: Math.min(to, place.to) }))
        .filter((place) => place.from <= place.to);
      return order === 'ASC' ? places : places.reverse();
    },
  };
}

interface Block {
  readonly period: number;
  readonly block: number;
}

/** Neighbours are searched as one. */
function joinBlocks(blocks: readonly Block[]): Place[] {
  const places: Place[] = [];
  for (const { period, block } of blocks) {
    const [from, to] = [block * BLOCK_SEQS, (block + 1) * BLOCK_SEQS - 1];
    const last = places.at(-1);
    if (last?.period === period && last.to + 1 === from) places[places.length - 1] = { ...last, to };
    else places.push({ period, from, to });
  }
  return places;
}
