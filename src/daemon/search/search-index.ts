import * as fs from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { MpmError } from '../../shared/errors.ts';
import type { EventNames, SearchStatus } from '../../shared/search.ts';
import { parseQuery } from '../../shared/search-query.ts';
import type { SeqRange } from './cleaner.ts';
import type { FindOptions, SearchPage } from './finder.ts';
import type { Answer, Asked, Progress, Said, Told } from './messages.ts';
import { startWorker } from './start-worker.ts';

export interface SearchQuery extends Omit<FindOptions, 'wanted'> {
  /** As somebody typed it. */
  readonly text: string;
}

/** Full-text search of the events, done by a thread of its own that the loop never waits for. */
export interface SearchIndex {
  /** Rejects with `BAD_QUERY` for what cannot be asked, with `SEARCH_OFF` while nothing can be found. */
  search(query: SearchQuery): Promise<SearchPage>;
  /** What events can be narrowed by. Rejects with `SEARCH_OFF`. */
  names(): Promise<EventNames>;
  /** There may be more to index. Cheap. */
  nudge(): void;
  /** What came up to this seq is gone from the store, but for kept sessions. */
  dropUpTo(seq: number): Promise<void>;
  /** These events are gone from the store. Resolves when nothing of them is left in the index's files. */
  forget(ranges: readonly SeqRange[]): Promise<void>;
  /** The store is another one, or has older events than before: all of it is taken in again. */
  beginAnew(): void;
  status(): SearchStatus;
  /** Safe to call twice. */
  close(): Promise<void>;
}

interface SearchIndexOptions {
  readonly file: string;
  readonly eventsFile: string;
  /** Of the store that takes events in now. */
  readonly storeId: () => string;
  /** Of the newest event there is. */
  readonly lastSeq: () => number;
  /** So much text stands in one table, which goes as a whole. */
  readonly periodChars?: number;
  readonly startAfterMs?: number;
  readonly startThread?: typeof startWorker;
  readonly retryMs?: number;
  /** Told when search goes off, and when it is back. */
  readonly onState?: (status: SearchStatus) => void;
  /** The thread has ended by a fault. */
  readonly onFailure?: (error: unknown) => void;
}

/** A period's events and words take some 100 MB: a twentieth of what is kept by default. */
const PERIOD_CHARS = 48 * 1024 * 1024;
/** Nobody waits for the thread while the daemon starts. */
const START_AFTER_MS = 500;
/** Events that come together are taken in together. */
const NUDGE_MS = 100;
const RETRY_MS = 5000;
/** A thread that does not end by itself within this is ended. */
const CLOSE_MS = 2000;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export function createSearchIndex(options: SearchIndexOptions): SearchIndex {
  const {
    file,
    eventsFile,
    storeId,
    lastSeq,
    periodChars = PERIOD_CHARS,
    retryMs = RETRY_MS,
    startThread = startWorker,
  } = options;
  const waiting = new Map<number, Waiting>();
  let progress: Progress = { indexedSeq: 0, state: 'catching_up' };
  let worker: Worker | undefined;
  let asked = 0;
  let nudging: NodeJS.Timeout | undefined;
  let starting: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;
  startLater(options.startAfterMs ?? START_AFTER_MS);

  const status = (): SearchStatus => ({
    ...progress,
    lagEvents: Math.max(0, lastSeq() - progress.indexedSeq),
    bytes: sizeOf(file) + sizeOf(`${file}-wal`),
  });

  return {
    async search({ text, ...query }) {
      const wanted = parseQuery(text);
      return needed(await ask<SearchPage>({ ask: 'find', options: { wanted, ...query } }));
    },
    names: async () => needed(await ask<EventNames>({ ask: 'names' })),
    nudge() {
      if (worker === undefined || nudging !== undefined) return;
      nudging = setTimeout(() => {
        nudging = undefined;
        worker?.postMessage({ tell: 'nudge' } satisfies Told);
      }, NUDGE_MS).unref();
    },
    async dropUpTo(upToSeq) {
      await ask({ ask: 'drop', upToSeq });
    },
    async forget(ranges) {
      await ask({ ask: 'forget', ranges });
    },
    beginAnew() {
      if (closing === undefined) start().postMessage({ tell: 'anew', storeId: storeId() } satisfies Told);
    },
    status,
    close() {
      closing ??= end();
      return closing;
    },
  };

  function startLater(afterMs: number): void {
    starting ??= setTimeout(start, afterMs).unref();
  }

  function start(): Worker {
    clearTimeout(starting);
    starting = undefined;
    if (worker !== undefined) return worker;
    worker = startThread({ file, eventsFile, storeId: storeId(), periodChars, retryMs });
    worker.unref();
    worker.on('message', hear);
    worker.on('error', (error) => options.onFailure?.(error));
    worker.on('exit', () => {
      worker = undefined;
      setProgress({ ...progress, state: 'off', reason: 'the search has ended by a fault; it begins again soon' });
      for (const { reject } of waiting.values()) reject(off());
      waiting.clear();
      if (closing === undefined) startLater(retryMs);
    });
    return worker;
  }

  function ask<Wanted extends Answer>(question: Unnumbered<Asked>): Promise<Wanted | undefined> {
    if (closing !== undefined) throw off();
    const number = ++asked;
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve: (answer) => resolve(answer as Wanted | undefined), reject });
      start().postMessage({ ...question, number } as Asked);
    });
  }

  function needed<Wanted>(answer: Wanted | undefined): Wanted {
    if (answer === undefined) throw off();
    return answer;
  }

  function hear(said: Said): void {
    if (!('number' in said)) {
      setProgress(said);
      return;
    }
    const { resolve, reject } = waiting.get(said.number) ?? {};
    waiting.delete(said.number);
    if ('failure' in said) reject?.(off(said.failure));
    else resolve?.(said.answer);
  }

  function setProgress(next: Progress): void {
    const isTold = (next.state === 'off') !== (progress.state === 'off') && closing === undefined;
    progress = next;
    if (isTold) options.onState?.(status());
  }

  function off(reason = progress.reason ?? 'the daemon ends'): MpmError {
    return new MpmError('SEARCH_OFF', `Nothing can be searched now: ${reason}`);
  }

  async function end(): Promise<void> {
    clearTimeout(starting);
    clearTimeout(nudging);
    const ending = worker;
    if (ending === undefined) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    const timer = setTimeout(() => void ending.terminate(), CLOSE_MS);
    ending.postMessage({ tell: 'close' } satisfies Told);
    await ended;
    clearTimeout(timer);
  }
}

type Unnumbered<One> = One extends unknown ? Omit<One, 'number'> : never;

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
