import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { bindKeys } from '../state/keys.ts';

interface Rows {
  readonly count: number;
  readonly scrollTo: (index: number) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** Goes from row to row by keys: what can be focused in a row is its link or button. Answers with the list's own key handler. */
export function useRowKeys(scroller: RefObject<HTMLElement | null>, rows: Rows): (event: KeyboardEvent) => void {
  const latest = useRef(rows);
  latest.current = rows;

  const focus = (index: number, direction: number): void => {
    const { count, scrollTo } = latest.current;
    const target = Math.max(0, Math.min(count - 1, index));
    scrollTo(target);
    requestAnimationFrame(() => {
      const row = scroller.current?.querySelector(`[data-index="${target}"]`);
      const link = row?.querySelector<HTMLElement>('a, button');
      if (link) link.focus({ preventScroll: true });
      else if (row && target === index) focus(index + direction, direction); // a heading
    });
  };
  const current = (): number => {
    const row = document.activeElement?.closest<HTMLElement>('[data-index]');
    return row && scroller.current?.contains(row) ? Number(row.dataset.index) : -1;
  };

  useLayoutEffect(
    () =>
      bindKeys([
        { keys: 'j', title: 'Next row', act: () => focus(current() + 1, 1) },
        { keys: 'k', title: 'Previous row', act: () => focus(current() - 1, -1) },
      ]),
    [],
  );

  return (event) => {
    const step = STEPS[event.key];
    if (step !== undefined) focus(current() + step, Math.sign(step));
    else if (event.key === 'Home') focus(0, 1);
    else if (event.key === 'End') focus(latest.current.count - 1, -1);
    else return;
    event.preventDefault();
  };
}
