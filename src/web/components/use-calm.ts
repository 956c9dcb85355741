import { useEffect, useRef, useState } from 'preact/hooks';

/** What tells of a whole session follows it by so much at most. */
export const CALM_MS = 1000;

/** A value as it was at most so long ago: for what nobody reads as fast as it changes. */
export function useCalm<Value>(latest: Value, forMs: number): Value {
  const [shown, setShown] = useState(latest);
  const next = useRef(latest);
  next.current = latest;
  const isNew = shown !== latest;
  useEffect(() => {
    if (!isNew) return;
    const timer = setTimeout(() => setShown(next.current), forMs);
    return () => clearTimeout(timer);
  }, [shown, isNew, forMs]);
  return shown;
}
