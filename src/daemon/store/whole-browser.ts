import { createMatcher } from '../../shared/event-filter.ts';
import { type BrowsedPage, type BrowseOptions, toBodyMatcher } from './event-browser.ts';
import type { HeldEvent } from './held-events.ts';
import type { Keeper } from './keeper.ts';

/** An answer has no more characters than this of what is held. */
const MAX_CHARS = 8 * 1024 * 1024;

/** Pages of all events: those in the file, and behind them those that wait in memory. */
export function createWholeBrowser(keeper: Pick<Keeper, 'read' | 'held' | 'lastSeq'>) {
  const { read, held, lastSeq: lastSeqOf } = keeper;

  return (options: BrowseOptions): BrowsedPage => {
    if (held.size() === 0) return inFile(options);
    return options.afterSeq === undefined ? older(options) : newer(options, options.afterSeq);
  };

  function inFile(options: BrowseOptions): BrowsedPage {
    const reached = options.afterSeq ?? 0;
    const unread: BrowsedPage = {
      entries: [],
      firstSeq: reached + 1,
      lastSeq: reached,
      hasMore: false,
      isUnread: true,
    };
    return read((ledger) => ledger.browse(options), unread);
  }

  function newer(options: BrowseOptions, afterSeq: number): BrowsedPage {
    const page = inFile(options);
    if (page.hasMore) return page;
    const waiting = heldMatching(options).filter(({ row }) => row.seq > afterSeq);
    const some = within(waiting, options.limit - page.entries.length);
    const entries = [...page.entries, ...some.map(({ entry }) => entry)];
    const hasMore = some.length < waiting.length;
    const lastSeq = hasMore ? (entries.at(-1)?.seq ?? afterSeq) : Math.max(afterSeq, lastSeqOf());
    return { entries, firstSeq: entries[0]?.seq ?? afterSeq + 1, lastSeq, hasMore };
  }

  function older(options: BrowseOptions): BrowsedPage {
    const { beforeSeq = lastSeqOf() + 1, limit } = options;
    const waiting = heldMatching(options).filter(({ row }) => row.seq < beforeSeq);
    const newest = within(waiting.toReversed(), limit)
      .reverse()
      .map(({ entry }) => entry);
    const lastSeq = newest.at(-1)?.seq ?? beforeSeq - 1;
    const [first] = newest;
    if (first !== undefined && (newest.length === limit || newest.length < waiting.length)) {
      return { entries: newest, firstSeq: first.seq, lastSeq, hasMore: first.seq > 1 };
    }
    const end = Math.min(beforeSeq, held.firstSeq() ?? beforeSeq);
    const page = inFile({ ...options, beforeSeq: end, limit: limit - newest.length });
    return { ...page, entries: [...page.entries, ...newest], lastSeq: first === undefined ? page.lastSeq : lastSeq };
  }

  function heldMatching(options: BrowseOptions): HeldEvent[] {
    const { filter, project, sinceMs = 0, untilMs = Infinity } = options;
    if (project !== undefined) return []; // sessions have what is held once it is on disk
    const matches = createMatcher(filter);
    const isMeant = toBodyMatcher(options);
    const isThen = (atMs: number): boolean => atMs >= sinceMs && atMs <= untilMs;
    return held.all().filter(({ row, entry }) => isThen(row.atMs) && matches(entry) && isMeant(row.type, row.body));
  }
}

/** As many of the first as an answer has room for, and one at least. */
function within(events: readonly HeldEvent[], limit: number): HeldEvent[] {
  const some: HeldEvent[] = [];
  let chars = 0;
  for (const one of events) {
    if (some.length >= limit || chars >= MAX_CHARS) break;
    some.push(one);
    chars += one.entry.json.length;
  }
  return some;
}
