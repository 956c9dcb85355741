import { useMemo, useRef } from 'preact/hooks';
import { CALM_MS, useCalm } from '../../components/use-calm.ts';
import { grab, type Hold } from '../../state/waterfall/grab.ts';
import type { TimeScale } from '../../state/waterfall/time-scale.ts';
import { createTracks } from '../../state/waterfall/tracks.ts';
import { choose, pan, shownRange, type ViewRange } from '../../state/waterfall/view-range.ts';
import type { Waterfall } from '../../state/waterfall/waterfall.ts';
import { Canvas } from './canvas.tsx';
import { paintMinimap } from './paint-minimap.ts';
import { type ScaleShape, useScale } from './scale.ts';
import type { Viewport } from './viewport.ts';

/** So near to an end of the brush it is the end that is taken hold of. */
const NEAR_PX = 8;
/** A press that moved less was a click. */
const CLICK_SHARE = 0.005;

interface Drag {
  readonly hold: Hold;
  readonly from: number;
  readonly range: ViewRange;
}

interface MinimapProps {
  /** Its picture lags a little behind the viewport. */
  readonly waterfall: Waterfall;
  readonly shape: ScaleShape;
  readonly viewport: Viewport;
}

/** All of the session at once, and a brush that says what part of it is looked at. Keys do the same. */
export function Minimap({ waterfall, shape, viewport }: MinimapProps) {
  const { scale, range, change } = viewport;
  const calm = useCalm(waterfall, CALM_MS);
  const pictured = useScale(calm, shape);
  const toTracks = useMemo(() => createTracks(), []);
  const paint = useMemo(() => paintMinimap(toTracks(calm.rows), calm.turns, pictured), [toTracks, calm, pictured]);
  const drag = useRef<Drag | undefined>(undefined);
  const [from, to] = brushOf(scale, range);

  const onPointerDown = (event: PointerEvent): void => {
    const area = event.currentTarget as HTMLElement;
    area.setPointerCapture(event.pointerId);
    const at = shareOf(area, event);
    drag.current = { hold: grab({ from, to }, at, NEAR_PX / area.clientWidth), from: at, range };
  };
  const onPointerMove = (event: PointerEvent): void => {
    const { current } = drag;
    if (current !== undefined) change((all) => move(all, current, shareOf(event.currentTarget as HTMLElement, event)));
  };
  const onPointerUp = (): void => {
    drag.current = undefined;
  };
  return (
    <div
      class="waterfall-minimap"
      aria-hidden="true"
      title="Drag to look at a part; double click for all"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDblClick={() => change(() => undefined)}
    >
      <Canvas class="waterfall-minimap-picture" paint={paint} />
      <span class="waterfall-shade" style={{ left: 0, width: percent(from) }} />
      <span class="waterfall-shade" style={{ right: 0, width: percent(1 - to) }} />
      <span class="waterfall-brush" style={{ left: percent(from), width: percent(to - from) }} />
    </div>
  );
}

function brushOf(scale: TimeScale, range: ViewRange): readonly [from: number, to: number] {
  const [from, to] = shownRange(scale, range);
  const all = Math.max(1, scale.shownMs);
  return range === undefined ? [0, 1] : [from / all, to / all];
}

/** What is looked at after the pointer has come to `at`. */
function move(scale: TimeScale, { hold, from: began, range }: Drag, at: number): ViewRange {
  const [from, to] = brushOf(scale, range);
  if (hold === 'from') return choose(scale, at, to);
  if (hold === 'to') return choose(scale, from, at);
  if (hold === 'whole') return pan(scale, range, (at - began) / (to - from));
  return Math.abs(at - began) < CLICK_SHARE ? range : choose(scale, began, at);
}

function shareOf(area: HTMLElement, { clientX }: PointerEvent): number {
  const { left, width } = area.getBoundingClientRect();
  return Math.min(1, Math.max(0, (clientX - left) / width));
}

function percent(share: number): string {
  return `${share * 100}%`;
}
