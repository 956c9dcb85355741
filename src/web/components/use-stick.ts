import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { noteMovement } from '../state/movement.ts';

/** Whether the end of a list is looked at; changes with what somebody does, at once. */
export interface Stick {
  isStuck: boolean;
  /** Where the list was seen last, or brought to by ourselves. */
  top: number;
}

/**
 * The end is looked at from the moment somebody comes to it until he moves up: rows may come in faster, and turn out
 * larger, than a look at the distance could tell. Nearer than `nearPx` counts as the end.
 */
export function useStick(scroller: RefObject<HTMLElement | null>, nearPx: number): Stick {
  const stick = useRef<Stick>({ isStuck: false, top: 0 }).current;
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
      if (scrollTop !== stick.top) noteMovement();
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
  return stick;
}

/** Keeps the end in sight while it is looked at: of a list in which rows that come in there are what is to be seen. */
export function useKeptEnd(scroller: RefObject<HTMLElement | null>, stick: Stick, follows: boolean): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !follows || !stick.isStuck) return;
    element.scrollTop = element.scrollHeight;
    stick.top = element.scrollTop;
  });
}
