export interface Nearness {
  /** Tells whenever the element comes near to what can be seen, and when it is far again; answers with what ends it. */
  watch(element: Element, onChange: (isNear: boolean) => void): () => void;
  close(): void;
}

/** So far beyond the edges is near: by then it should be there. */
const MARGIN = '600px 0px';

/** One watch over many elements that scroll within another. */
export function createNearness(scroller: Element | null): Nearness {
  const watched = new Map<Element, (isNear: boolean) => void>();
  const onEntries = (entries: readonly IntersectionObserverEntry[]): void => {
    for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
  };
  const observer = new IntersectionObserver(onEntries, { root: scroller, rootMargin: MARGIN });
  return {
    watch(element, onChange) {
      watched.set(element, onChange);
      observer.observe(element);
      return () => {
        watched.delete(element);
        observer.unobserve(element);
      };
    },
    close: () => observer.disconnect(),
  };
}
