import { useMemo, useRef } from 'preact/hooks';
import type { Stretch } from '../../state/waterfall/stretch.ts';
import { createTimeScale, type Gap, type TimeScale } from '../../state/waterfall/time-scale.ts';
import { roundUp } from '../../state/waterfall/view-range.ts';

export interface ScaleShape {
  readonly goesOn: boolean;
  readonly hidesIdle: boolean;
}

/** As long as a session goes on there is a little room for what comes, so that not everything moves with each event. */
export function useScale(
  { extent, gaps }: { readonly extent: Stretch; readonly gaps: readonly Gap[] },
  { goesOn, hidesIdle }: ScaleShape,
): TimeScale {
  const { fromMs } = extent;
  const toMs = goesOn ? roundUp(extent) : extent.toMs;
  const kept = useRef(gaps);
  if (!areSame(kept.current, gaps)) kept.current = gaps;
  const { current } = kept;
  return useMemo(() => createTimeScale({ fromMs, toMs }, current, { hidesIdle }), [fromMs, toMs, current, hidesIdle]);
}

function areSame(some: readonly Gap[], others: readonly Gap[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(({ fromMs, toMs, kind }, at) => {
    const other = others[at];
    return other?.fromMs === fromMs && other.toMs === toMs && other.kind === kind;
  });
}
