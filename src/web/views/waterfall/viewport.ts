import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDashboard } from '../../state/dashboard.ts';
import type { TimeScale } from '../../state/waterfall/time-scale.ts';
import { follow, parseRange, printRange, shownRange, type ViewRange } from '../../state/waterfall/view-range.ts';

/** The address is written once nobody has moved for this long. */
const SETTLED_MS = 300;

type Change = (scale: TimeScale, range: ViewRange) => ViewRange;

/** A moment as a share of the width; beyond 0 and 1 it is not seen. */
export type PlaceOf = (ms: number) => number;

/** Which part of the time is looked at, and where it stands there. */
export interface Viewport {
  readonly scale: TimeScale;
  readonly range: ViewRange;
  readonly at: PlaceOf;
  readonly change: (change: Change) => void;
}

/** Begins with what the address says, and tells the address where it went. */
export function useViewport(scale: TimeScale): Viewport {
  const { address, narrow } = useDashboard();
  const [range, setRange] = useState(() => parseRange(address.peek().query.get('span')));
  const latest = useRef(scale);
  useLayoutEffect(() => {
    const before = latest.current;
    latest.current = scale;
    setRange((current) => follow(before, scale, current));
  }, [scale]);
  useEffect(() => {
    const timer = setTimeout(() => narrow({ span: printRange(range) }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [range, narrow]);

  const [from, to] = shownRange(scale, range);
  const length = Math.max(1, to - from);
  const at = useCallback((ms: number) => (scale.toShown(ms) - from) / length, [scale, from, length]);
  return {
    scale,
    range,
    at,
    change: (change) => setRange((current) => change(latest.current, current)),
  };
}
