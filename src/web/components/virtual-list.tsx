import {
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { ListFrame, rowProps } from './list-frame.tsx';
import { useRowKeys } from './row-keys.ts';
import { useKeptEnd, useStick } from './use-stick.ts';

interface VirtualListProps<Item> {
  readonly label: string;
  readonly class?: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string | number;
  readonly row: (item: Item, index: number) => ComponentChildren;
  /** What most rows are high; they are measured once they are there. */
  readonly rowHeight: number;
  /** Newest last: begin at the end, and hold the place when rows come in above. */
  readonly isNewestLast?: boolean;
  /** Stay at the end, when rows come in there while it is looked at. */
  readonly follows?: boolean;
  /** The row to begin with; else a list of the newest last begins at its end. */
  readonly startKey?: string | number | undefined;
  readonly onNearStart?: () => void;
  readonly onNearEnd?: () => void;
  readonly onAtEnd?: (isAtEnd: boolean) => void;
}

/** So many rows before either end, more are asked for. */
const NEAR_ROWS = 30;

type List = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** As many rows as can be seen, of as many as there are. Arrow keys, Home and End go from row to row. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, keyOf, row, rowHeight, isNewestLast = false, follows = false, onAtEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const stick = useStick(scroller, rowHeight);
  const isFollowing = follows && stick.isStuck;
  const getItemKey = useCallback((index: number) => keyOf(items[index] as Item), [items]); // another one has all rows placed anew
  const options: VirtualizerOptions<HTMLDivElement, HTMLDivElement> = {
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey,
    overscan: 8,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    measureElement,
    anchorTo: isNewestLast ? 'end' : 'start',
    followOnAppend: follows && !isFollowing,
    scrollEndThreshold: rowHeight,
    onChange: () => rerender(undefined),
  };
  const held = useRef<List | undefined>(undefined);
  held.current ??= new Virtualizer(options);
  const list = held.current;
  list.setOptions(options);
  if (isFollowing) lookAtEnd(list);

  useLayoutEffect(() => list._didMount(), [list]);
  useLayoutEffect(() => list._willUpdate());
  const isPlaced = useFirstPlace(list, props);
  const rows = list.getVirtualItems(); // and with them the range, as it is now
  useNearness(list, props, isPlaced);
  useKeptEnd(scroller, stick, follows);
  const isAtEnd = stick.isStuck || (onAtEnd !== undefined && list.isAtEnd(rowHeight)); // to look has the page laid out
  useEffect(() => onAtEnd?.(isAtEnd), [isAtEnd, onAtEnd]);
  const onKeyDown = useRowKeys(scroller, { count: items.length, scrollTo: (index) => list.scrollToIndex(index) });

  return (
    <ListFrame
      scroller={scroller}
      label={label}
      class={props.class}
      heightPx={list.getTotalSize()}
      onKeyDown={onKeyDown}
    >
      {rows.map(({ key, index, start }) => (
        <div key={key} ref={list.measureElement} {...rowProps({ index, count: items.length, startPx: start })}>
          {row(items[index] as Item, index)}
        </div>
      ))}
    </ListFrame>
  );
}

/** The last rows are made at once; else they would be when the scrolling is told, a picture later. */
function lookAtEnd(list: List): void {
  list.scrollOffset = Math.max(0, list.getTotalSize() - (list.scrollRect?.height ?? 0));
}

/** Once there are rows, and not again: from then on the place is the reader's. True as soon as the list knows its place. */
function useFirstPlace<Item>(list: List, props: VirtualListProps<Item>): boolean {
  const { items, keyOf, isNewestLast, startKey } = props;
  const hasBegun = useRef(false);
  const [isPlaced, setPlaced] = useState(false);
  useLayoutEffect(() => {
    if (hasBegun.current || items.length === 0) return;
    hasBegun.current = true;
    requestAnimationFrame(() => setPlaced(true)); // a frame tells of scrolling before it calls this
    const start = startKey === undefined ? -1 : items.findIndex((item) => keyOf(item) === startKey);
    if (start >= 0) list.scrollToIndex(start, { align: 'center' });
    else if (isNewestLast) list.scrollToEnd();
  }, [list, items, keyOf, isNewestLast, startKey]);
  return isPlaced;
}

function useNearness<Item>(list: List, props: VirtualListProps<Item>, isPlaced: boolean): void {
  const { items, onNearStart, onNearEnd } = props;
  const { startIndex = 0, endIndex = 0 } = list.range ?? {};
  const isKnown = list.range !== null && isPlaced;
  const isNearStart = isKnown && startIndex < NEAR_ROWS;
  const isNearEnd = isKnown && endIndex > items.length - NEAR_ROWS;
  useEffect(() => {
    if (isNearStart) onNearStart?.();
  }, [isNearStart, items, onNearStart]);
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, items, onNearEnd]);
}
