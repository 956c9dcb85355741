import type { Envelope } from '../shared/envelope.ts';
import type { Notice } from './notice.ts';

export type Item = { readonly envelope: Envelope } | { readonly notice: Notice };

/** Past so many unread items, or characters of them, what comes is held up; with half of it left it flows again. */
const HIGH_WATER_ITEMS = 1000;
const HIGH_WATER_CHARS = 8 * 1024 * 1024;

export interface Inbox<One = Item> {
  /** `chars` is about how large it is. */
  put(item: One, chars?: number): void;
  /** The next item, as soon as there is one; undefined after the end. */
  take(): Promise<One | undefined>;
  end(error?: unknown): void;
  /** Told at once how it is, then with true when the reader has fallen behind, with false when it has caught up. */
  onPressure(listener: (isHigh: boolean) => void): void;
}

interface Kept<One> {
  readonly item: One;
  readonly chars: number;
}

/** What has come and was not read yet, in order. */
export function createInbox<One = Item>(): Inbox<One> {
  let kept: Kept<One>[] = [];
  let read = 0;
  let chars = 0;
  let waiting: (() => void)[] = [];
  let ended: { readonly error?: unknown } | undefined;
  let isHigh = false;
  let tell: (isHigh: boolean) => void = () => {};

  const hasMore = (items: number, most: number): boolean => kept.length - read > items || chars > most;

  const wake = (): void => {
    const readers = waiting;
    waiting = [];
    for (const resolve of readers) resolve();
  };

  const relieve = (): void => {
    if (!isHigh || hasMore(HIGH_WATER_ITEMS / 2, HIGH_WATER_CHARS / 2)) return;
    isHigh = false;
    tell(false);
  };

  const takeNext = (): One | undefined => {
    const next = kept[read];
    if (next === undefined) return undefined;
    read += 1;
    chars -= next.chars;
    if (read === kept.length || read === HIGH_WATER_ITEMS) {
      kept = kept.slice(read);
      read = 0;
    }
    relieve();
    return next.item;
  };

  return {
    put(item, size = 0) {
      if (ended !== undefined) return;
      kept.push({ item, chars: size });
      chars += size;
      wake();
      if (isHigh || !hasMore(HIGH_WATER_ITEMS - 1, HIGH_WATER_CHARS)) return;
      isHigh = true;
      tell(true);
    },
    async take() {
      while (read === kept.length) {
        if (ended?.error !== undefined) throw ended.error;
        if (ended !== undefined) return undefined;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      return takeNext();
    },
    end(error) {
      ended ??= { error };
      wake();
    },
    onPressure(listener) {
      tell = listener;
      listener(isHigh);
    },
  };
}
