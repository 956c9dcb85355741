import { createMatcher } from '../../shared/event-filter.ts';
import { type BrowsedPage, type BrowseOptions, MAX_BYTES, toBodyMatcher } from './event-browser.ts';
import type { HeldEvent } from './held-events.ts';
import type { HeldStories } from './held-stories.ts';
import { isImported } from './imported.ts';
import type { Keeper } from './keeper.ts';
import { isBelow, originOf } from './of-project.ts';

/** Pages of all events: those in the file, and behind them those that wait in memory. */
export function createWholeBrowser(
  keeper: Pick<Keeper, 'read' | 'held' | 'lastSeq'>,
  stories: Pick<HeldStories, 'all'>,
) {
  const { read, held, lastSeq: lastSeqOf } = keeper;

  return (asked: BrowseOptions): BrowsedPage => {
    const options = asked.beforeSeq === undefined ? asked : { ...asked, beforeSeq: fromTheEnd(asked.beforeSeq) };
    if (held.size() === 0) return inFile(options);
    return options.afterSeq === undefined ? older(options) : newer(options, options.afterSeq);
  };

  /** A page looks through so many seqs and no more: those that nobody has had yet are none to begin with. */
  function fromTheEnd(beforeSeq: number): number {
    return Math.min(beforeSeq, lastSeqOf() + 1);
  }

  function inFile(options: BrowseOptions): BrowsedPage {
    const reached = options.afterSeq ?? 0;
    const unread: BrowsedPage = {
      seqs: [],
      pieces: [],
      firstSeq: reached + 1,
      lastSeq: reached,
      hasMore: false,
      isUnread: true,
    };
    return read((ledger) => ledger.browse(options), unread);
  }

  function newer(options: BrowseOptions, afterSeq: number): BrowsedPage {
    const page = inFile(options);
    if (page.hasMore || page.isUnread === true) return page;
    const waiting = heldMatching(options).filter(({ row }) => row.seq > afterSeq);
    const some = within(waiting, options.limit - page.seqs.length);
    const seqs = [...page.seqs, ...seqsOf(some)];
    const pieces = [...page.pieces, ...print(some, options)];
    const hasMore = some.length < waiting.length;
    const lastSeq = hasMore ? (seqs.at(-1) ?? afterSeq) : Math.max(afterSeq, lastSeqOf());
    return { seqs, pieces, firstSeq: seqs[0] ?? afterSeq + 1, lastSeq, hasMore };
  }

  function older(options: BrowseOptions): BrowsedPage {
    const { beforeSeq = lastSeqOf() + 1, limit } = options;
    const waiting = heldMatching(options).filter(({ row }) => row.seq < beforeSeq);
    const newest = within(waiting.toReversed(), limit).reverse();
    const seqs = seqsOf(newest);
    const pieces = print(newest, options);
    const lastSeq = seqs.at(-1) ?? beforeSeq - 1;
    const [first] = seqs;
    if (first !== undefined && (seqs.length === limit || seqs.length < waiting.length)) {
      return { seqs, pieces, firstSeq: first, lastSeq, hasMore: first > 1 };
    }
    const end = Math.min(beforeSeq, held.firstSeq() ?? beforeSeq);
    const page = inFile({ ...options, beforeSeq: end, limit: limit - seqs.length });
    const whole = { seqs: [...page.seqs, ...seqs], pieces: [...page.pieces, ...pieces] };
    return { ...page, ...whole, lastSeq: first === undefined ? page.lastSeq : lastSeq };
  }

  function heldMatching(options: BrowseOptions): HeldEvent[] {
    const { filter, project, sinceMs = 0, untilMs = Infinity } = options;
    const isFromThere = toOriginMatcher(options);
    const isOfProject = toProjectMatcher(project);
    const matches = createMatcher(filter);
    const isMeant = toBodyMatcher(options);
    const isThen = (atMs: number): boolean => atMs >= sinceMs && atMs <= untilMs;
    return held
      .all()
      .filter(({ row, entry }) => isThen(row.atMs) && matches(entry) && isMeant?.(row.type, row.body) !== false)
      .filter(isFromThere)
      .filter(isOfProject);
  }

  function toProjectMatcher(project: string | undefined): (event: HeldEvent) => boolean {
    if (project === undefined) return () => true;
    const aheads = stories.all();
    return ({ row }) => {
      const { sessionId } = row;
      const from = sessionId === null ? originOf(row) : aheads.get(sessionId)?.state.project;
      return from !== undefined && isBelow(project, from);
    };
  }
}

function toOriginMatcher({ host, imported }: BrowseOptions): (event: HeldEvent) => boolean {
  return ({ row }) =>
    (host === undefined || row.host === host) && (imported === undefined || isImported(row) === imported);
}

function seqsOf(events: readonly HeldEvent[]): number[] {
  return events.map(({ row }) => row.seq);
}

function print(events: readonly HeldEvent[], { separator = ',' }: BrowseOptions): Uint8Array[] {
  return events.length === 0 ? [] : [Buffer.from(events.map(({ entry }) => entry.json).join(separator))];
}

/** As many of the first as an answer has room for, and one at least. */
function within(events: readonly HeldEvent[], limit: number): HeldEvent[] {
  const some: HeldEvent[] = [];
  let chars = 0;
  for (const one of events) {
    if (some.length >= limit || chars >= MAX_BYTES) break;
    some.push(one);
    chars += one.entry.json.length;
  }
  return some;
}
