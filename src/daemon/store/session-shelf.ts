import type { SessionBook } from './session-book.ts';
import type { SessionLabels } from './session-labels.ts';
import type { SessionReader } from './session-reader.ts';
import { troubleOf } from './trouble.ts';

/** The sessions as whoever asks sees them: of all events that there are, though their rows are written later. */
export interface SessionShelf extends SessionReader, SessionLabels, Pick<SessionBook, 'mend'> {}

interface ShelfParts {
  readonly book: Pick<SessionBook, 'catchUp' | 'mend'>;
  /** Writes what the rows do not know yet. */
  readonly flush: () => void;
}

export function createSessionShelf(reader: SessionReader & SessionLabels, { book, flush }: ShelfParts): SessionShelf {
  const upToDate = <Args extends readonly unknown[], Answer>(ask: (...args: Args) => Answer) => {
    return (...args: Args): Answer => {
      unlessInTrouble(flush);
      return ask(...args);
    };
  };

  return {
    list: upToDate(reader.list),
    view: reader.view,
    detail: upToDate(reader.detail),
    spans: upToDate(reader.spans),
    base: reader.base,
    behind: reader.behind,
    living: upToDate(reader.living),
    lose: upToDate(reader.lose),
    label: reader.label,
    mend() {
      if (book.catchUp()) return true;
      flush();
      return book.mend();
    },
  };
}

/** What cannot be written now can be told again at any time, and what was written before can still be read. */
export function unlessInTrouble(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (troubleOf(error) === undefined) throw error;
  }
}
