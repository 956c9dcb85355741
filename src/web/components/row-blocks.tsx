import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Block, countFirst, toBlocks } from '../text/to-blocks.ts';
import { createNearness, type Nearness } from './nearness.ts';

interface RowBlocksProps {
  readonly count: number;
  readonly charsOf: (index: number) => number;
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
/** What a row is high, for rows that are not laid out yet. */
const ROW_PX = 19;
const CHARS_IN_ROW = 80;

/** Some rows, and on wish all of them: then those that are near to what can be seen are in the page, the others are room. */
export function RowBlocks({ count, charsOf, row, label, total, class: name = '' }: RowBlocksProps) {
  const [isOpen, setOpen] = useState(false);
  const first = useMemo(() => countFirst(count, charsOf, FIRST_ROWS, FIRST_CHARS), [count, charsOf]);
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
      <AllRows count={count} charsOf={charsOf} row={row} label={label} />
      <button type="button" class="more" onClick={() => setOpen(false)}>
        Show less
      </button>
    </div>
  );
}

function AllRows({ count, charsOf, row, label }: Pick<RowBlocksProps, 'count' | 'charsOf' | 'row' | 'label'>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [nearness, setNearness] = useState<Nearness | undefined>(undefined);
  const blocks = useMemo(() => toBlocks(count, charsOf), [count, charsOf]);
  useEffect(() => {
    const created = createNearness(scroller.current);
    setNearness(created);
    return created.close;
  }, []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be within reach of the keys
    <section ref={scroller} class="rows-all" aria-label={label} tabIndex={0}>
      {nearness !== undefined &&
        blocks.map((block) => (
          <NearBlock key={block.from} block={block} nearness={nearness} roomPx={roomOf(block, charsOf)} row={row} />
        ))}
    </section>
  );
}

interface NearBlockProps {
  readonly block: Block;
  readonly nearness: Nearness;
  readonly roomPx: number;
  readonly row: (index: number) => ComponentChildren;
}

function NearBlock({ block, nearness, roomPx, row }: NearBlockProps) {
  const element = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(block.from === 0);
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

function range({ from, to }: Block): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
