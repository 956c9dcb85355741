import type { DatabaseSync } from 'node:sqlite';
import type { LossName } from '../../shared/overview.ts';
import type { Spread } from '../../shared/spread.ts';

/** What the daemon saw of itself within one minute: no event says it, so it is written down as it happens. */
export interface Measure {
  /** How long hooks were held up. */
  readonly hookMs: Spread;
  readonly losses: Readonly<Partial<Record<LossName, number>>>;
  /** The most files that lay in the spool. */
  readonly spool: number;
}

export interface MeasureBook {
  /** Adds to what is there of that minute, and drops what is too old. */
  note(minute: number, measure: Measure): void;
  /** From one minute to before another, at most so many. */
  measures(from: number, before: number, limit: number): readonly MeasureRow[];
}

export interface MeasureRow extends Measure {
  readonly minute: number;
}

/** As long as events are kept where nobody says otherwise. */
const KEPT_MINUTES = 30 * 24 * 60;

export function createMeasureBook(database: DatabaseSync): MeasureBook {
  const find = database.prepare('SELECT told FROM measures WHERE minute = ?');
  const put = database.prepare('INSERT OR REPLACE INTO measures (minute, told) VALUES (?, ?)');
  const drop = database.prepare('DELETE FROM measures WHERE minute < ?');
  const read = database.prepare(
    'SELECT minute, told FROM measures WHERE minute >= ? AND minute < ? ORDER BY minute LIMIT ?',
  );

  return {
    note(minute, measure) {
      const before = find.get(minute)?.told;
      const sum = typeof before === 'string' ? add(JSON.parse(before), measure) : measure;
      put.run(minute, JSON.stringify(sum));
      drop.run(minute - KEPT_MINUTES);
    },
    measures: (from, before, limit) =>
      read
        .all(from, before, limit)
        .map(({ minute, told }) => ({ minute: Number(minute), ...JSON.parse(String(told)) })),
  };
}

function add(one: Measure, other: Measure): Measure {
  return {
    hookMs: sum(one.hookMs, other.hookMs),
    losses: sum(one.losses, other.losses),
    spool: Math.max(one.spool, other.spool),
  };
}

function sum(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): Record<string, number> {
  const total = { ...one };
  for (const [key, by] of Object.entries(other)) total[key] = (total[key] ?? 0) + by;
  return total;
}
