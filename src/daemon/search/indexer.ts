import type { DatabaseSync } from 'node:sqlite';
import { toDocument } from './document.ts';
import type { EventSource, SourceEvent } from './event-source.ts';
import type { Period, Periods } from './periods.ts';

export interface IndexerOptions {
  readonly source: EventSource;
  readonly periods: Periods;
  /** A period takes no more events past so many characters of text. */
  readonly periodChars: number;
}

/** Takes events into the index, in their order, a little at a time. */
export interface Indexer {
  /** Everything up to this one has been taken in, but for what `isMending` tells. */
  indexedSeq(): number;
  /** A period that was emptied has still to be filled again. */
  isMending(): boolean;
  /** One small transaction. True while there is more to do. */
  step(): boolean;
}

/** A transaction has at most so much, that a question asked meanwhile is soon answered. */
const STEP = { events: 100, chars: 128 * 1024 };
const DAY_MS = 86_400_000;

export function createIndexer(database: DatabaseSync, { source, periods, periodChars }: IndexerOptions): Indexer {
  const getIndexed = database.prepare("SELECT value FROM meta WHERE key = 'indexed_seq'");
  const setIndexed = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('indexed_seq', ?)");
  let indexedSeq = Number(getIndexed.get()?.value ?? 0);

  const findTodo = (): Period | undefined => periods.list().find(({ todoSeq }) => todoSeq !== null);

  return {
    indexedSeq: () => indexedSeq,
    isMending: () => findTodo() !== undefined,
    step() {
      const todo = findTodo();
      if (todo !== undefined) {
        transact(database, () => mend(todo));
        return true;
      }
      const lastSeq = source.lastSeq();
      if (indexedSeq >= lastSeq) return false;
      const events = source.range(indexedSeq + 1, lastSeq, STEP);
      const reached = isWhole(events) ? lastSeq : (events.at(-1)?.seq ?? lastSeq);
      transact(database, () => {
        takeIn(events);
        setIndexed.run(String(reached));
      });
      indexedSeq = reached;
      return indexedSeq < lastSeq;
    },
  };

  function mend(period: Period): void {
    const events = source.range(period.todoSeq ?? period.firstSeq, period.lastSeq, STEP);
    const reached = isWhole(events) ? null : (events.at(-1)?.seq ?? period.lastSeq) + 1;
    let next: Period = { ...period, todoSeq: reached };
    for (const event of events) next = put(next, event);
    periods.update(next);
  }

  function takeIn(events: readonly SourceEvent[]): void {
    let period = periods.list().findLast(({ kind }) => kind === 'arrival');
    for (const event of events) {
      const open = isOpenFor(event, period) ? period : begin(event, period);
      if (open !== period && period !== undefined) periods.update(period);
      period = put({ ...open, lastSeq: event.seq }, event);
    }
    if (period !== undefined) periods.update(period);
  }

  function isOpenFor(event: SourceEvent, period: Period | undefined): period is Period {
    return period !== undefined && period.chars < periodChars && dayOf(event) <= period.day;
  }

  function begin(event: SourceEvent, before: Period | undefined): Period {
    const { seq } = event;
    const day = Math.max(dayOf(event), before?.day ?? 0);
    return periods.create({ kind: 'arrival', firstSeq: seq, lastSeq: seq, todoSeq: null, day });
  }

  function put(period: Period, event: SourceEvent): Period {
    const document = toDocument(event);
    periods.add(period, event, document);
    const day = Math.max(period.day, dayOf(event));
    return { ...period, day, events: period.events + 1, chars: period.chars + document.text.length };
  }
}

/** The limits left nothing out. */
function isWhole(events: readonly SourceEvent[]): boolean {
  const chars = events.reduce((sum, { body }) => sum + body.length, 0);
  return events.length < STEP.events && chars < STEP.chars;
}

/** An event that arrived late belongs to the day at hand; the arrival itself is not known any more. */
function dayOf({ atMs }: SourceEvent): number {
  return Math.floor(atMs / DAY_MS);
}

/** All of it or nothing. */
export function transact(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
