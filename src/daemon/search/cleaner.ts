import type { DatabaseSync } from 'node:sqlite';
import { MpmError } from '../../shared/errors.ts';
import type { EventSource } from './event-source.ts';
import { transact } from './indexer.ts';
import type { Period, Periods } from './periods.ts';

export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Takes out of the index what is gone from the events. */
export interface Cleaner {
  /** What came up to this seq is gone, but for kept sessions; whole periods go, what is left of them is indexed again. */
  dropUpTo(seq: number): void;
  /** These events are gone and nothing of them may stay on the disk. Their periods' other events are indexed again. */
  forget(ranges: readonly SeqRange[]): void;
  /** Gives a little of what is free back to the file system. True while there is more. */
  shrink(): boolean;
}

interface CleanerOptions {
  readonly source: EventSource;
  readonly periods: Periods;
  readonly periodChars: number;
}

/** 1 MiB at a time. */
const SHRINK_PAGES = 256;

export function createCleaner(database: DatabaseSync, { source, periods, periodChars }: CleanerOptions): Cleaner {
  const freePages = (): number => Number(database.prepare('PRAGMA freelist_count').get()?.freelist_count);

  return {
    dropUpTo(seq) {
      const gone = periods.list().filter(({ lastSeq }) => lastSeq <= seq);
      transact(database, () => {
        for (const period of gone) settle(period);
      });
    },
    forget(ranges) {
      const hit = periods.list().filter((period) => ranges.some((range) => overlaps(range, period)));
      transact(database, () => hit.forEach(empty));
      // pages that are free still hold what they held, from now or long ago: none of them is left
      database.exec('PRAGMA incremental_vacuum');
      if (database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy !== 0) {
        throw new MpmError(
          'INDEX_BUSY',
          'Somebody reads the search index; what was forgotten may still be in its log.',
        );
      }
    },
    shrink() {
      if (freePages() === 0) return false;
      database.exec(`PRAGMA incremental_vacuum(${SHRINK_PAGES})`);
      return freePages() > 0;
    },
  };

  function countOf({ firstSeq, lastSeq }: Period): number {
    return source.count(firstSeq, lastSeq);
  }

  function settle(period: Period): void {
    if (period.kind === 'arrival') retire(period);
    else if (countOf(period) < period.events) empty(period);
  }

  /** Its place is taken by an empty one, to be filled again from what is left. */
  function empty(period: Period): void {
    periods.drop(period);
    const { kind, firstSeq, lastSeq, day } = period;
    if (countOf(period) > 0) periods.create({ kind, firstSeq, lastSeq, todoSeq: firstSeq, day });
  }

  /** What is left of it goes into the period of what is kept, or begins another one. */
  function retire(period: Period): void {
    periods.drop(period);
    if (countOf(period) === 0) return;
    const { firstSeq, lastSeq, day } = period;
    const before = periods.list().findLast(({ kind }) => kind === 'kept');
    if (before === undefined || before.chars >= periodChars || before.lastSeq >= firstSeq) {
      periods.create({ kind: 'kept', firstSeq, lastSeq, todoSeq: firstSeq, day });
    } else {
      periods.update({ ...before, lastSeq, todoSeq: before.todoSeq ?? firstSeq });
    }
  }
}

function overlaps({ from, to }: SeqRange, { firstSeq, lastSeq }: Period): boolean {
  return from <= lastSeq && to >= firstSeq;
}
