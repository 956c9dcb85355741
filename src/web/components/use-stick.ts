import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

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
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const note = (): void => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      if (scrollHeight - clientHeight - scrollTop <= nearPx) stick.isStuck = true;
      else if (scrollTop < stick.top) stick.isStuck = false;
      stick.top = scrollTop;
    };
    const onWheel = ({ deltaY }: WheelEvent): void => {
      if (deltaY < 0) stick.isStuck = false;
    };
    note();
    const options = { passive: true };
    element.addEventListener('scroll', note, options);
    element.addEventListener('wheel', onWheel, options);
    return () => {
      element.removeEventListener('scroll', note);
      element.removeEventListener('wheel', onWheel);
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
