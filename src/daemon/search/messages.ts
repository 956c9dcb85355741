import type { EventNames, SearchState } from '../../shared/search.ts';
import type { SeqRange } from './cleaner.ts';
import type { FindOptions, SearchPage } from './finder.ts';
import type { SearcherOptions } from './searcher.ts';

/** What the worker is started with. */
export interface WorkerSettings extends SearcherOptions {
  /** What did not work is tried again after so long. */
  readonly retryMs: number;
}

/** What is asked of the worker; each number is answered once. */
export type Asked =
  | { readonly number: number; readonly ask: 'find'; readonly options: FindOptions }
  | { readonly number: number; readonly ask: 'names' }
  | { readonly number: number; readonly ask: 'drop'; readonly upToSeq: number }
  | { readonly number: number; readonly ask: 'forget'; readonly ranges: readonly SeqRange[] };

/** There may be more to index; it is to be begun anew, with these events; or all is over. */
export type Told = { readonly tell: 'nudge' | 'close' } | { readonly tell: 'anew'; readonly storeId: string };

/** What a question is answered with. */
export type Answer = SearchPage | EventNames | undefined;

export type Said =
  | { readonly number: number; readonly answer?: Answer }
  | { readonly number: number; readonly failure: string }
  | Progress;

export interface Progress {
  readonly indexedSeq: number;
  readonly state: SearchState;
  readonly reason?: string;
}
