import type { SearchIndex } from './search/search-index.ts';

/** An index that could not do it is asked again so much later. */
const AGAIN_MS = 30_000;

type SeqRange = Parameters<SearchIndex['forget']>[0][number];

/** Takes what the store has let go out of the index too; what an index that is off can't do is done later. */
export interface SearchTidy {
  dropUpTo(seq: number): void;
  forget(ranges: readonly SeqRange[]): void;
  close(): void;
}

export function keepSearchTidy(search: Pick<SearchIndex, 'dropUpTo' | 'forget'>, againMs = AGAIN_MS): SearchTidy {
  let upToSeq = 0;
  let ranges: readonly SeqRange[] = [];
  let isWorking = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const hasWork = (): boolean => upToSeq > 0 || ranges.length > 0;
  const doTask = async (task: { readonly upToSeq: number; readonly ranges: readonly SeqRange[] }): Promise<void> => {
    if (task.upToSeq > 0) await search.dropUpTo(task.upToSeq);
    if (task.ranges.length > 0) await search.forget(task.ranges);
  };
  const work = async (): Promise<void> => {
    while (hasWork()) {
      const task = { upToSeq, ranges };
      upToSeq = 0;
      ranges = [];
      try {
        await doTask(task);
      } catch {
        upToSeq = Math.max(task.upToSeq, upToSeq);
        ranges = [...task.ranges, ...ranges];
        if (!isClosed) timer = setTimeout(begin, againMs).unref();
        return;
      }
    }
  };
  const begin = (): void => {
    clearTimeout(timer);
    if (isWorking) return;
    isWorking = true;
    void work().finally(() => {
      isWorking = false;
    });
  };

  return {
    dropUpTo(seq) {
      upToSeq = Math.max(upToSeq, seq);
      begin();
    },
    forget(more) {
      ranges = [...ranges, ...more];
      begin();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
