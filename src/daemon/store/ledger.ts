import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { createCounted, type Tally } from './counted.ts';
import { createEraser, type Eraser } from './eraser.ts';
import { type BrowsedPage, type BrowseOptions, createBrowser } from './event-browser.ts';
import { createImportedRanges } from './imported.ts';
import { BEGUN_AFTER, createLedgerPruner, type LedgerPruner } from './ledger-pruner.ts';
import { createReader, type LedgerReader } from './ledger-reader.ts';
import { createRestorer, type Restorer } from './ledger-restorer.ts';
import { createMeasureBook } from './measure-book.ts';
import { createMinuteReader } from './minute-reader.ts';
import type { MinuteShelf } from './minute-shelf.ts';
import { type NewRow, toNewRow, type WrittenRow } from './new-row.ts';
import { createRecordingReader, type RecordingReader } from './recording-reader.ts';
import { createRowWriter } from './row-writer.ts';
import type { Salvage } from './salvager.ts';
import { createScrubber } from './scrubber.ts';
import { createSessionBook } from './session-book.ts';
import { createSessionLabels } from './session-labels.ts';
import { createSessionReader } from './session-reader.ts';
import { createSessionShelf, type SessionShelf, unlessInTrouble } from './session-shelf.ts';
import { createSpace, type Space } from './space.ts';
import { createTransact } from './transaction.ts';

/** One database of events, be it a file or memory: every method either does its work or throws what SQLite threw. */
export interface Ledger extends Omit<LedgerReader, 'oldestSeq'>, LedgerPruner, Restorer {
  readonly storeId: string;
  readonly sessions: SessionShelf;
  readonly space: Space;
  readonly eraser: Eraser;
  readonly recordings: RecordingReader;
  readonly minutes: MinuteShelf;
  /** One transaction. A row whose id is already there is left out, and told with the seq of its twin; both are counted. */
  write(rows: readonly NewRow[], changes: Tally): WrittenRow[];
  seqOf(id: string): number | undefined;
  /** Every row, oldest first, without its seq: for another ledger to number anew. */
  rows(): NewRow[];
  /** A page of the events that match, in either direction. */
  browse(options: BrowseOptions): BrowsedPage;
  tally(): Tally;
  checkpoint(): void;
  close(): void;
}

/** What a new ledger takes over from the one whose place it takes; one that has begun keeps its own. */
export interface LedgerOptions {
  /** The first event's seq is one more. */
  readonly startAfterSeq?: number;
  readonly tally?: Tally;
  /** What is to be copied from it. */
  readonly salvage?: Salvage;
}

export function createLedger(database: DatabaseSync, options: LedgerOptions = {}): Ledger {
  const storeId = beginOrGoOn(database, options);
  const transact = createTransact(database, reload);
  const { tally, change } = createCounted(database, transact);
  const imported = createImportedRanges(database);
  const reader = createReader(database, imported);
  const book = createSessionBook(database, transact);
  const measures = createMeasureBook(database);
  const rows = createRowWriter(database, { book, imported });
  const scrubber = createScrubber(database);

  return {
    ...reader,
    ...createLedgerPruner(database, {
      reader,
      change,
      settle,
      onTrimmed(trimmed) {
        rows.drop(trimmed.gone);
        book.prune(trimmed);
      },
    }),
    ...createRestorer(database, { book, imported, change }),
    storeId,
    sessions: createSessionShelf(
      { ...createSessionReader(database), ...createSessionLabels(database) },
      { book, flush },
    ),
    space: createSpace(database),
    eraser: createEraser(database, {
      takeOff,
      scrubber,
      onChanged(ids) {
        rows.drop(ids);
        book.drop(ids);
      },
    }),
    recordings: createRecordingReader(database),
    minutes: {
      ...createMinuteReader(database),
      ...measures,
      settle: () => unlessInTrouble(flush),
      note: (minute, measure) => transact(() => measures.note(minute, measure)),
    },

    write: (newRows, changes) =>
      change((count) => {
        for (const [name, by] of Object.entries(changes)) count(name, by);
        const written = newRows.map((row) => rows.write(row, count));
        if (book.isDue()) book.write();
        imported.write();
        return written;
      }),

    browse: createBrowser(database, { lastSeq: reader.lastSeq, imported }),
    seqOf: rows.seqOf,
    rows: () => database.prepare('SELECT * FROM events ORDER BY seq').all().map(toNewRow),
    tally,
    checkpoint() {
      flush();
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    close() {
      if (!database.isOpen) return;
      unlessInTrouble(flush);
      database.close();
      scrubber.close();
    },
  };

  /** The rows of the sessions know all events then. */
  function flush(): void {
    if (book.isAhead()) transact(book.write);
  }

  /** The same within a transaction, for whoever takes events away or changes rows. */
  function settle(): void {
    if (book.isAhead()) book.write();
  }

  /** Runs the work in a transaction, and takes what it returns off the tally. */
  function takeOff(work: () => Tally): void {
    change((count) => {
      settle();
      for (const [name, by] of Object.entries(work())) count(name, -by);
    });
  }

  /** A transaction was undone: what is in memory may be of what never was. */
  function reload(): void {
    book.forget();
    rows.forget();
    imported.reload();
  }
}

/** Its id, that of a new one if need be. */
function beginOrGoOn(database: DatabaseSync, { tally, salvage, startAfterSeq }: LedgerOptions): string {
  const known = database.prepare("SELECT value FROM meta WHERE key = 'store_id'").get()?.value;
  if (typeof known === 'string') return known;
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const made = randomUUID();
  setMeta.run('store_id', made);
  setMeta.run('tally', JSON.stringify({ ...tally, events: 0, sessions: 0 }));
  if (salvage !== undefined) setMeta.run('salvage', JSON.stringify(salvage));
  if (startAfterSeq !== undefined) {
    database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)").run(startAfterSeq);
    setMeta.run(BEGUN_AFTER, String(startAfterSeq));
  }
  return made;
}
