import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { WordFinder } from '../text/find-words.ts';

const Sought = createContext<WordFinder | undefined>(undefined);
/** In all texts below, these words are marked. */
export const SoughtProvider = Sought.Provider;

/** What somebody looks for in what is shown here, if anything. */
export function useSought(): WordFinder | undefined {
  return useContext(Sought);
}

/** At once: nothing on this page moves by itself. */
export function scrollToMiddle(scroller: Element, element: Element): void {
  const offsetPx = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  scroller.scrollTop += offsetPx - scroller.clientHeight / 2;
}
