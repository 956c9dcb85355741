import { createMatcher, type EventFilter } from './event-filter.ts';

/** What a history has to know of an event; whoever keeps one may know more. */
export interface Entry {
  readonly seq: number;
  readonly type: string;
  readonly session_id?: string;
  /** Its envelope, as it goes over the wire. */
  readonly json: string;
}

export interface HistoryOptions<One extends Entry = Entry> {
  /** What the store ends with, oldest first. */
  readonly entries?: readonly One[];
  readonly capacity?: number;
  /** Past this many characters of JSON the oldest go, however few they are. */
  readonly maxChars?: number;
}

/** The latest events, ready to be sent, so that a late subscriber can catch up without asking the disk. */
export interface History<One extends Entry = Entry> {
  append(entry: One): void;
  /** The newest so many, oldest first. */
  last(limit: number, filter?: EventFilter): One[];
  /** What came after a seq, oldest first; undefined when that is longer ago than it remembers. */
  after(seq: number, filter?: EventFilter): One[] | undefined;
  /** Everything from here on is remembered; undefined before the first event. */
  firstSeq(): number | undefined;
  /** What the store no longer has is not remembered either. */
  forget(seqs: readonly number[]): void;
}

const CAPACITY = 1000;
const MAX_CHARS = 16 * 1024 * 1024;

export function createHistory<One extends Entry = Entry>({
  entries = [],
  capacity = CAPACITY,
  maxChars = MAX_CHARS,
}: HistoryOptions<One> = {}): History<One> {
  let kept: One[] = [];
  let chars = 0;
  const append = (entry: One): void => {
    kept.push(entry);
    chars += entry.json.length;
    while (kept.length > capacity || (chars > maxChars && kept.length > 1)) chars -= kept.shift()?.json.length ?? 0;
  };
  for (const entry of entries) append(entry);

  return {
    append,
    last: (limit, filter = {}) => (limit > 0 ? kept.filter(createMatcher(filter)).slice(-limit) : []),
    after(seq, filter = {}) {
      const [first] = kept;
      if (first === undefined || seq < first.seq - 1) return undefined;
      const matches = createMatcher(filter);
      return kept.filter((entry) => entry.seq > seq && matches(entry));
    },
    firstSeq: () => kept[0]?.seq,
    forget(seqs) {
      const firstSeq = kept[0]?.seq ?? Number.POSITIVE_INFINITY;
      const gone = new Set(seqs.filter((seq) => seq >= firstSeq));
      if (gone.size === 0) return;
      kept = kept.filter(({ seq }) => !gone.has(seq));
      chars = kept.reduce((sum, { json }) => sum + json.length, 0);
    },
  };
}
