import type { Envelope } from '../shared/envelope.ts';
import type { Notice } from './notice.ts';

export type Item = { readonly envelope: Envelope } | { readonly notice: Notice };

/** Past so many unread items the socket is held up; with half of them left it flows again. */
const HIGH_WATER_ITEMS = 1000;

export interface Inbox<One = Item> {
  put(item: One): void;
  /** The next item, as soon as there is one; undefined after the end. */
  take(): Promise<One | undefined>;
  end(error?: unknown): void;
  /** Called with true when the reader has fallen behind, with false when it has caught up. */
  onPressure(listener: (isHigh: boolean) => void): void;
}

/** What has come and was not read yet, in order. One reader. */
export function createInbox<One = Item>(): Inbox<One> {
  let items: One[] = [];
  let read = 0;
  let wake: (() => void) | undefined;
  let ended: { readonly error?: unknown } | undefined;
  let isHigh = false;
  let tell: (isHigh: boolean) => void = () => {};

  const relieve = () => {
    if (!isHigh || items.length - read > HIGH_WATER_ITEMS / 2) return;
    isHigh = false;
    tell(false);
  };

  return {
    put(item) {
      items.push(item);
      wake?.();
      if (isHigh || items.length - read < HIGH_WATER_ITEMS) return;
      isHigh = true;
      tell(true);
    },
    async take() {
      while (read === items.length) {
        if (ended?.error !== undefined) throw ended.error;
        if (ended !== undefined) return undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const item = items[read];
      read += 1;
      if (read === items.length || read === HIGH_WATER_ITEMS) {
        items = items.slice(read);
        read = 0;
      }
      relieve();
      return item;
    },
    end(error) {
      ended ??= { error };
      wake?.();
    },
    onPressure(listener) {
      tell = listener;
      if (isHigh) listener(true);
    },
  };
}
