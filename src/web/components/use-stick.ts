import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

interface StickOptions {
  /** Nearer than this to the end counts as the end. */
  readonly nearPx: number;
  /** Rows that come in at the end are what is to be seen there. */
  readonly follows: boolean;
}

/**
 * Keeps the end in sight from the moment somebody looks at it until he moves up: rows may come in faster, and turn out
 * larger, than a look at the distance could tell. Answers whether it is looked at.
 */
export function useStick(scroller: RefObject<HTMLElement | null>, { nearPx, follows }: StickOptions): boolean {
  const stick = useRef({ isStuck: false, top: 0 }).current;
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const set = (isStuck: boolean): void => {
      if (stick.isStuck !== isStuck) rerender(undefined);
      stick.isStuck = isStuck;
    };
    const note = (): void => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      if (scrollHeight - clientHeight - scrollTop <= nearPx) set(true);
      else if (scrollTop < stick.top) set(false);
      stick.top = scrollTop;
    };
    const onWheel = ({ deltaY }: WheelEvent): void => {
      if (deltaY < 0) set(false);
    };
    note();
    const options = { passive: true, capture: true }; // before the list's own, which renders
    element.addEventListener('scroll', note, options);
    element.addEventListener('wheel', onWheel, options);
    return () => {
      element.removeEventListener('scroll', note, options);
      element.removeEventListener('wheel', onWheel, options);
    };
  }, [nearPx]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !follows || !stick.isStuck) return;
    element.scrollTop = element.scrollHeight;
    stick.top = element.scrollTop;
  });
  return stick.isStuck;
}
