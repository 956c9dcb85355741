import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Block, countFirst, toBlocks } from '../text/to-blocks.ts';
import { createNearness, type Nearness } from './nearness.ts';
import { scrollToMiddle, useSought } from './sought.ts';

interface RowBlocksProps {
  readonly count: number;
  readonly textOf: (index: number) => string;
  readonly row: (index: number) => ComponentChildren;
  /** What the rows are, and of what: for whoever cannot see them. */
  readonly label: string;
  /** Said on the button that shows them all. */
  readonly total?: string;
  readonly class?: string;
}

/** Shown before somebody asks for all. */
const FIRST_ROWS = 40;
const FIRST_CHARS = 4000;
/** What is looked for is looked for so far into a text. */
const MAX_SOUGHT_CHARS = 4_000_000;
/** What a row is high, for rows that are not laid out yet. */
const ROW_PX = 19;
const CHARS_IN_ROW = 80;

/** Some rows, and all of them on wish or where what is looked for stands further down: then those that are near to what can be seen are in the page, the others are room. */
export function RowBlocks({ count, textOf, row, label, total, class: name = '' }: RowBlocksProps) {
  const charsOf = useMemo(() => (index: number) => textOf(index).length, [textOf]);
  const first = useMemo(() => countFirst(count, charsOf, FIRST_ROWS, FIRST_CHARS), [count, charsOf]);
  const foundAt = useFirstFound(count, textOf);
  const [isOpen, setOpen] = useState(foundAt !== undefined && foundAt >= first);
  if (!isOpen || first === count) {
    return (
      <div class={`rows-box ${name}`}>
        <div class="rows-first">{range({ from: 0, to: first }).map(row)}</div>
        {first < count && (
          <button type="button" class="more" onClick={() => setOpen(true)}>
            Show all {total ?? `${count.toLocaleString()} lines`}
          </button>
        )}
      </div>
    );
  }
  return (
    <div class={`rows-box ${name}`}>
      <AllRows count={count} charsOf={charsOf} row={row} label={label} foundAt={foundAt} />
      <button type="button" class="more" onClick={() => setOpen(false)}>
        Show less
      </button>
    </div>
  );
}

/** The first row with something that is looked for. */
function useFirstFound(count: number, textOf: (index: number) => string): number | undefined {
  const sought = useSought();
  return useMemo(() => {
    if (sought === undefined) return undefined;
    for (let [index, chars] = [0, 0]; index < count && chars < MAX_SOUGHT_CHARS; index += 1) {
      if (sought.has(textOf(index))) return index;
      chars += textOf(index).length;
    }
    return undefined;
  }, [sought, count, textOf]);
}

interface AllRowsProps extends Pick<RowBlocksProps, 'count' | 'row' | 'label'> {
  readonly charsOf: (index: number) => number;
  readonly foundAt: number | undefined;
}

function AllRows({ count, charsOf, row, label, foundAt }: AllRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [nearness, setNearness] = useState<Nearness | undefined>(undefined);
  const blocks = useMemo(() => toBlocks(count, charsOf), [count, charsOf]);
  useEffect(() => {
    const created = createNearness(scroller.current);
    setNearness(created);
    return created.close;
  }, []);
  useLayoutEffect(() => {
    const found = scroller.current?.querySelector('mark');
    if (scroller.current !== null && found) scrollToMiddle(scroller.current, found);
  }, [nearness, foundAt]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be within reach of the keys
    <section ref={scroller} class="rows-all" aria-label={label} tabIndex={0}>
      {nearness !== undefined &&
        blocks.map((block) => (
          <NearBlock
            key={block.from}
            block={block}
            isFirst={isIn(block, 0) || isIn(block, foundAt)}
            nearness={nearness}
            roomPx={roomOf(block, charsOf)}
            row={row}
          />
        ))}
    </section>
  );
}

interface NearBlockProps {
  readonly block: Block;
  /** There before anybody knows what is near. */
  readonly isFirst: boolean;
  readonly nearness: Nearness;
  readonly roomPx: number;
  readonly row: (index: number) => ComponentChildren;
}

function NearBlock({ block, isFirst, nearness, roomPx, row }: NearBlockProps) {
  const element = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(isFirst);
  const heightPx = useRef(roomPx);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    return nearness.watch(current, (next) => {
      if (!next) heightPx.current = current.offsetHeight || heightPx.current;
      setNear(next);
    });
  }, [nearness]);
  return (
    <div ref={element} class="rows-block" style={isNear ? {} : { height: `${heightPx.current}px` }}>
      {isNear && range(block).map(row)}
    </div>
  );
}

function roomOf({ from, to }: Block, charsOf: (index: number) => number): number {
  let rows = 0;
  for (let index = from; index < to; index += 1) rows += Math.max(1, Math.ceil(charsOf(index) / CHARS_IN_ROW));
  return rows * ROW_PX;
}

function isIn({ from, to }: Block, row: number | undefined): boolean {
  return row !== undefined && row >= from && row < to;
}

function range({ from, to }: Block): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
