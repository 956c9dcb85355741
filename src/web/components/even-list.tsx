import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { ListFrame, rowProps } from './list-frame.tsx';
import { useRowKeys } from './row-keys.ts';
import { useSize } from './use-size.ts';
import { type Stick, useKeptEnd, useStick } from './use-stick.ts';

interface EvenListProps<Item> {
  readonly label: string;
  readonly class?: string;
  /** Newest last. */
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly row: (item: Item) => ComponentChildren;
  /** What each row is high. */
  readonly rowPx: number;
  /** The row to begin with; else the end. */
  readonly startKey?: string | undefined;
}

/** So many rows are there before and behind those that are seen. */
const MORE_ROWS = 8;

/**
 * Rows that are all equally high: the place of each is its number, so that one which comes costs the same however many
 * there are. A list stays at its end while that is looked at; else what is looked at stays where it is. Keys as in `VirtualList`.
 */
export function EvenList<Item>(props: EvenListProps<Item>) {
  const { label, items, keyOf, row, rowPx } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const stick = useStick(scroller, rowPx);
  const { heightPx } = useSize(scroller);
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const seen = (topPx: number) => rangeOf({ topPx, heightPx }, rowPx, items.length);

  useFirstPlace(scroller, stick, props);
  const topPx = useHeldTop(scroller, stick, { ...props, heightPx });
  useKeptEnd(scroller, stick, true);
  const { first, last } = seen(topPx);
  const drawn = useRef({ first, seen });
  drawn.current = { first, seen };
  useEffect(() => {
    const look = (): void => {
      if (drawn.current.seen(stick.top).first !== drawn.current.first) rerender(undefined);
    };
    scroller.current?.addEventListener('scroll', look, { passive: true });
    return () => scroller.current?.removeEventListener('scroll', look);
  }, [stick]);
  const onKeyDown = useRowKeys(scroller, {
    count: items.length,
    scrollTo: (index) => bringInSight(scroller.current, index * rowPx, rowPx),
  });

  return (
    <ListFrame
      scroller={scroller}
      label={label}
      class={props.class}
      heightPx={items.length * rowPx}
      onKeyDown={onKeyDown}
    >
      {items.slice(first, last).map((item, at) => (
        <div key={keyOf(item)} {...rowProps({ index: first + at, count: items.length, startPx: (first + at) * rowPx })}>
          {row(item)}
        </div>
      ))}
    </ListFrame>
  );
}

/** Once there are rows, and not again: from then on the place is the reader's. */
function useFirstPlace<Item>(
  scroller: RefObject<HTMLElement | null>,
  stick: Stick,
  { items, keyOf, rowPx, startKey }: EvenListProps<Item>,
): void {
  const hasBegun = useRef(false);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (hasBegun.current || items.length === 0 || element === null) return;
    hasBegun.current = true;
    const start = startKey === undefined ? -1 : items.findIndex((item) => keyOf(item) === startKey);
    stick.isStuck = start === -1;
    if (start >= 0) element.scrollTop = start * rowPx - (element.clientHeight - rowPx) / 2;
  }, [items, startKey]);
}

/** Where the list is looked at. What stands there goes on standing there, when rows come before it or go. */
function useHeldTop<Item>(
  scroller: RefObject<HTMLElement | null>,
  stick: Stick,
  { items, keyOf, rowPx, heightPx }: EvenListProps<Item> & { readonly heightPx: number },
): number {
  const held = useRef<{ readonly index: number; readonly key: string } | undefined>(undefined);
  const shiftPx = stick.isStuck || held.current === undefined ? 0 : rowsMoved(held.current, items, keyOf) * rowPx;
  const endPx = Math.max(0, items.length * rowPx - heightPx);
  const topPx = stick.isStuck ? endPx : Math.min(endPx, stick.top + shiftPx);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && shiftPx !== 0) {
      element.scrollTop += shiftPx;
      stick.top = element.scrollTop;
    }
    const index = Math.floor(topPx / rowPx);
    const item = items[index];
    held.current = item && { index, key: keyOf(item) };
  });
  return topPx;
}

function rowsMoved<Item>(
  { index, key }: { readonly index: number; readonly key: string },
  items: readonly Item[],
  keyOf: (item: Item) => string,
): number {
  const now = items[index];
  if (now !== undefined && keyOf(now) === key) return 0;
  const found = items.findIndex((item) => keyOf(item) === key);
  return found === -1 ? 0 : found - index;
}

function rangeOf(
  { topPx, heightPx }: { readonly topPx: number; readonly heightPx: number },
  rowPx: number,
  count: number,
) {
  const first = Math.max(0, Math.floor(topPx / rowPx) - MORE_ROWS);
  return { first, last: Math.min(count, Math.ceil((topPx + heightPx) / rowPx) + MORE_ROWS) };
}

function bringInSight(scroller: HTMLElement | null, startPx: number, rowPx: number): void {
  if (scroller === null) return;
  const leastPx = startPx + rowPx - scroller.clientHeight;
  scroller.scrollTop = Math.min(startPx, Math.max(leastPx, scroller.scrollTop));
}
