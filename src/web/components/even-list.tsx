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
  const topPx = usePlace(scroller, stick, { ...props, heightPx });
  useKeptEnd(scroller, stick, true);
  const topRow = useRef(0);
  topRow.current = Math.floor(topPx / rowPx);
  useEffect(() => {
    const element = scroller.current;
    const look = (): void => {
      if (Math.floor(stick.top / rowPx) !== topRow.current) rerender(undefined);
    };
    element?.addEventListener('scroll', look, { passive: true });
    return () => element?.removeEventListener('scroll', look);
  }, [stick, rowPx]);
  const onKeyDown = useRowKeys(scroller, {
    count: items.length,
    scrollTo: (index) => bringInSight(scroller.current, index * rowPx, rowPx),
  });

  const first = Math.max(0, topRow.current - MORE_ROWS);
  const last = Math.ceil((topPx + heightPx) / rowPx) + MORE_ROWS;
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

interface HeldRow {
  readonly index: number;
  readonly key: string;
}

/**
 * Where the list is looked at. It begins once there are rows; from then on the place is the reader's: its end while that is
 * looked at, else the row at the top, which goes on standing there when rows come before it or go.
 */
function usePlace<Item>(
  scroller: RefObject<HTMLElement | null>,
  stick: Stick,
  { items, keyOf, rowPx, startKey, heightPx }: EvenListProps<Item> & { readonly heightPx: number },
): number {
  const before = useRef<{ row?: HeldRow | undefined; heightPx: number; hasBegun: boolean }>({
    heightPx: 0,
    hasBegun: false,
  });
  const { row: held, hasBegun } = before.current;
  const begins = !hasBegun && items.length > 0 && heightPx > 0;
  if (begins) {
    const start = startKey === undefined ? -1 : items.findIndex((item) => keyOf(item) === startKey);
    Object.assign(stick, { isStuck: start === -1, top: start * rowPx - (heightPx - rowPx) / 2 } satisfies Stick);
  }
  const shiftPx = begins || held === undefined ? 0 : rowsMoved(held, items, keyOf) * rowPx;
  const endPx = Math.max(0, items.length * rowPx - heightPx);
  const topPx = stick.isStuck ? endPx : Math.min(endPx, Math.max(0, stick.top + shiftPx));
  // one that was hidden could not be scrolled
  const isElsewhere = begins || shiftPx !== 0 || before.current.heightPx === 0;
  useLayoutEffect(() => {
    if (scroller.current !== null && isElsewhere && !stick.isStuck) {
      scroller.current.scrollTop = topPx;
      stick.top = topPx;
    }
    const index = Math.floor(topPx / rowPx);
    const item = items[index];
    before.current = { row: item && { index, key: keyOf(item) }, heightPx, hasBegun: hasBegun || begins };
  });
  return topPx;
}

/** By so many rows it stands further down; one that is not there any more has not moved. */
function rowsMoved<Item>({ index, key }: HeldRow, items: readonly Item[], keyOf: (item: Item) => string): number {
  const now = items[index];
  if (now !== undefined && keyOf(now) === key) return 0;
  const found = items.findIndex((item) => keyOf(item) === key);
  return found === -1 ? 0 : found - index;
}

function bringInSight(scroller: HTMLElement | null, startPx: number, rowPx: number): void {
  if (scroller === null) return;
  const leastPx = startPx + rowPx - scroller.clientHeight;
  scroller.scrollTop = Math.min(startPx, Math.max(leastPx, scroller.scrollTop));
}
