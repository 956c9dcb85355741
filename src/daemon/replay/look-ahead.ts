import type { Entry } from '../store/entry.ts';
import type { Recordings } from '../store/recordings.ts';
import type { Timetable } from './timetable.ts';

/** So many of the next events are in memory, … */
const PAGE_EVENTS = 100;
/** … or fewer, if they are of this length together. */
const PAGE_CHARS = 512 * 1024;

/** The next events of a replay, read before they are due. */
export interface LookAhead {
  /** Undefined for one that was deleted meanwhile. */
  entry(index: number): Entry | undefined;
  /** Reads what comes from this one on, unless it was read. */
  prepare(index: number): void;
}

export function createLookAhead(timetable: Timetable, recordings: Pick<Recordings, 'entries'>): LookAhead {
  let page: readonly (Entry | undefined)[] = [];
  let from = 0;

  const prepare = (index: number): void => {
    if (index >= from && index < from + page.length) return;
    from = index;
    page = recordings.entries(timetable.seqs(index, index + PAGE_EVENTS), PAGE_CHARS);
  };

  return {
    prepare,
    entry(index) {
      prepare(index);
      return page[index - from];
    },
  };
}
