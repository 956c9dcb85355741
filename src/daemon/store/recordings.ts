import type { Entry } from './entry.ts';
import type { Keeper } from './keeper.ts';
import type { Moment } from './recording-reader.ts';

/** What there is of one session, on disk and held, to be told again. */
export interface Recordings {
  /** In order of arrival: ask again behind the last seq until none comes. */
  moments(sessionId: string, afterSeq: number, limit: number): readonly Moment[];
  /** These events in this order, undefined for one that is gone; ends after the one that reaches so many characters. */
  entries(seqs: readonly number[], maxChars: number): readonly (Entry | undefined)[];
}

export function createRecordings({ read, held }: Pick<Keeper, 'read' | 'held'>): Recordings {
  return {
    moments(sessionId, afterSeq, limit) {
      const inFile = read(({ recordings }) => recordings.moments(sessionId, afterSeq, limit), []);
      return [...inFile, ...held.momentsOf(sessionId, afterSeq)].slice(0, limit);
    },
    entries(seqs, maxChars) {
      const entries: (Entry | undefined)[] = [];
      let chars = 0;
      for (const seq of seqs) {
        const entry = held.entryOf(seq) ?? read(({ recordings }) => recordings.entry(seq), undefined);
        entries.push(entry);
        chars += entry?.json.length ?? 0;
        if (chars >= maxChars) break;
      }
      return entries;
    },
  };
}
