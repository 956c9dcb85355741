import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Of the time so many parts are left for all else, for one that a new value takes. */
const REST = 3;

/** The latest value at once, as long as showing it is cheap; else as often as leaves the page its time. */
export function usePaced<Value>(latest: Value): Value {
  const [shown, setShown] = useState(latest);
  const pace = useRef({ startMs: 0, tookMs: 0, endMs: 0 }).current;
  const isNew = shown !== latest;
  pace.startMs = performance.now();
  useLayoutEffect(() => {
    pace.endMs = performance.now();
    pace.tookMs = pace.endMs - pace.startMs;
  }, [shown]);
  useEffect(() => {
    if (!isNew) return;
    const timer = setTimeout(() => setShown(latest), Math.max(0, pace.endMs + REST * pace.tookMs - performance.now()));
    return () => clearTimeout(timer);
  }, [latest, isNew]);
  return shown;
}
