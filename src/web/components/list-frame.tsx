import type { ComponentChildren, RefObject } from 'preact';

interface ListFrameProps {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly label: string;
  readonly class?: string | undefined;
  /** Of all rows together, whether they are there or not. */
  readonly heightPx: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly children: ComponentChildren;
}

/** What a list scrolls in; its rows stand in it by their place. */
export function ListFrame({ scroller, label, class: className = '', heightPx, onKeyDown, children }: ListFrameProps) {
  return (
    <div ref={scroller} class={`scroller ${className}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: most rows of the list are not in the page */}
      <div role="list" aria-label={label} class="rows" style={{ height: `${heightPx}px` }} onKeyDown={onKeyDown}>
        {children}
      </div>
    </div>
  );
}

interface RowPlace {
  readonly index: number;
  /** Of how many, all told. */
  readonly count: number;
  readonly startPx: number;
}

/** What the element of a row says of its place. */
export function rowProps({ index, count, startPx }: RowPlace) {
  return {
    'data-index': index,
    role: 'listitem',
    'aria-setsize': count,
    'aria-posinset': index + 1,
    class: 'row',
    style: { transform: `translateY(${startPx}px)` },
  } as const;
}
