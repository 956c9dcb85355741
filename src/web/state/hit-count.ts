import type { EventPages } from './event-pages.ts';

/** The index is asked this often at most, and again while it lags behind. */
const EVERY_MS = 1000;

export interface HitCount {
  /** Everything that the index has by now is known. */
  begin(): void;
  /** Something came in which may be what is looked for. */
  expect(): void;
  close(): void;
}

/** Counts what is found among what arrives. */
export function createHitCount(
  { peek, index }: Pick<EventPages, 'peek' | 'index'>,
  add: (count: number) => void,
): HitCount {
  let countedTo = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const expect = (): void => {
    if (!isClosed) timer ??= setTimeout(() => void count(), EVERY_MS);
  };
  const count = async (): Promise<void> => {
    timer = undefined;
    const from = countedTo;
    try {
      const page = await peek({ after: from });
      if (isClosed || countedTo !== from) return; // begun anew meanwhile
      countedTo = page.after;
      if (page.events.length > 0) add(page.events.length);
      if (page.more || (page.index?.lagEvents ?? 0) > 0) expect();
    } catch {
      // away, or off for now: asked again with what comes next
    }
  };

  return {
    begin() {
      countedTo = index.value?.indexedSeq ?? 0;
      if ((index.value?.lagEvents ?? 0) > 0) expect();
    },
    expect,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
