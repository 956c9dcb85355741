import type { DatabaseSync } from 'node:sqlite';
import { MpmError } from '../../shared/errors.ts';
import type { EventNames } from '../../shared/search.ts';
import { type Cleaner, createCleaner } from './cleaner.ts';
import { type EventSource, openEventSource } from './event-source.ts';
import { createFinder, type FindOptions, type SearchPage } from './finder.ts';
import { createIndexer } from './indexer.ts';
import { openIndex, removeIndex } from './open-index.ts';
import { createPeriods } from './periods.ts';

export interface SearcherOptions {
  /** The index's own file, and that of the events. */
  readonly file: string;
  readonly eventsFile: string;
  /** The events that are taken in now; a file of other ones is not theirs. */
  readonly storeId: string;
  readonly periodChars: number;
}

/** The index, opened. Every method does its work or throws; after a throw it is to be closed. */
export interface Searcher extends Cleaner {
  find(options: FindOptions): SearchPage;
  names(): EventNames;
  /** A small piece of what there is to do. True while there is more. */
  step(): boolean;
  indexedSeq(): number;
  /** Events that had been taken in are taken in again. */
  isMending(): boolean;
  /** The events' file is still the one that was opened. */
  isCurrent(): boolean;
  close(): void;
}

/** Throws `EVENTS_UNREADABLE`, or what SQLite throws, while there can be none. */
export function openSearcher({ file, eventsFile, storeId, periodChars }: SearcherOptions): Searcher {
  const source = openEventSource(eventsFile);
  try {
    if (source.storeId !== storeId) {
      throw new MpmError('EVENTS_UNREADABLE', 'The events that come in now are not in their file.');
    }
    const database = openIndexOf(source, file);
    const periods = createPeriods(database);
    const indexer = createIndexer(database, { source, periods, periodChars });
    const cleaner = createCleaner(database, { source, periods, periodChars });
    const finder = createFinder(database, source);
    return {
      ...cleaner,
      find: (options) => finder.find(options, indexer.indexedSeq()),
      names: finder.names,
      step: () => indexer.step() || cleaner.shrink(),
      indexedSeq: indexer.indexedSeq,
      isMending: indexer.isMending,
      isCurrent: source.isStillThere,
      close() {
        finder.close();
        if (database.isOpen) database.close();
        source.close();
      },
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

/** An index of other events, or of more than there are now (an older copy was put back), is begun anew. */
function openIndexOf(source: EventSource, file: string): DatabaseSync {
  const database = openIndex(file);
  const read = database.prepare('SELECT value FROM meta WHERE key = ?');
  const storeId = read.get('store_id')?.value;
  const indexedSeq = Number(read.get('indexed_seq')?.value ?? 0);
  if (storeId === source.storeId && indexedSeq <= source.lastSeq()) return database;
  if (storeId !== undefined) {
    database.close();
    removeIndex(file);
    return openIndexOf(source, file);
  }
  database.prepare("INSERT INTO meta (key, value) VALUES ('store_id', ?)").run(source.storeId);
  return database;
}
