import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { pan, zoom } from '../../state/waterfall/view-range.ts';
import type { Viewport } from './viewport.ts';

/** Turned so far, the wheel doubles or halves what is looked at. */
const DOUBLE_PX = 240;
/** A press that moved less opens what was pressed. */
const DRAG_PX = 4;

interface Places {
  /** What is listened to, and what the time is as wide as. */
  readonly body: RefObject<HTMLElement | null>;
  readonly track: RefObject<HTMLElement | null>;
}

/** Pinch or Ctrl and wheel zoom, a drag or the wheel sideways pans; the wheel alone goes through the rows, as everywhere. */
export function useGestures({ body, track }: Places, { change }: Viewport): void {
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    const { current } = body;
    if (current === null) return;
    const frame = (): DOMRect => track.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    const panBy = (px: number): void => latest.current((scale, range) => pan(scale, range, px / frame().width));
    const zoomBy = (factor: number, clientX: number): void => {
      const { left, width } = frame();
      const anchor = Math.min(1, Math.max(0, (clientX - left) / width));
      latest.current((scale, range) => zoom(scale, range, factor, anchor));
    };
    const ends = [listenToWheel(current, panBy, zoomBy), listenToPointers(current, panBy, zoomBy)];
    return () => {
      for (const end of ends) end();
    };
  }, [body, track]);
}

type PanBy = (px: number) => void;
type ZoomBy = (factor: number, clientX: number) => void;

function listenToWheel(body: HTMLElement, panBy: PanBy, zoomBy: ZoomBy): () => void {
  const onWheel = (event: WheelEvent): void => {
    const { deltaX, deltaY, shiftKey, ctrlKey, metaKey, clientX } = event;
    const sideways = shiftKey && deltaX === 0 ? deltaY : deltaX;
    if (ctrlKey || metaKey) zoomBy(2 ** (deltaY / DOUBLE_PX), clientX);
    else if (shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) panBy(sideways);
    else return;
    event.preventDefault();
  };
  body.addEventListener('wheel', onWheel, { passive: false });
  return () => body.removeEventListener('wheel', onWheel);
}

/** One pointer drags, two pinch. */
function listenToPointers(body: HTMLElement, panBy: PanBy, zoomBy: ZoomBy): () => void {
  const held = new Map<number, number>();
  let movedPx = 0;
  const spread = (): number => Math.max(1, Math.max(...held.values()) - Math.min(...held.values()));
  const middle = (): number => [...held.values()].reduce((sum, x) => sum + x, 0) / held.size;

  const onDown = ({ pointerId, clientX, button }: PointerEvent): void => {
    if (button !== 0) return;
    if (held.size === 0) movedPx = 0;
    held.set(pointerId, clientX);
  };
  const onMove = ({ pointerId, clientX, buttons }: PointerEvent): void => {
    if (buttons === 0) held.delete(pointerId); // let go of elsewhere
    const last = held.get(pointerId);
    if (last === undefined) return;
    const before = spread();
    held.set(pointerId, clientX);
    movedPx += Math.abs(clientX - last);
    if (movedPx < DRAG_PX) return;
    body.setPointerCapture(pointerId);
    if (held.size > 1) zoomBy(before / spread(), middle());
    else panBy(last - clientX);
  };
  const onEnd = ({ pointerId }: PointerEvent): void => void held.delete(pointerId);
  const onClick = (event: MouseEvent): void => {
    if (movedPx < DRAG_PX) return;
    event.preventDefault();
    event.stopPropagation();
    movedPx = 0;
  };
  const abort = new AbortController();
  const { signal } = abort;
  body.addEventListener('pointerdown', onDown, { signal });
  body.addEventListener('pointermove', onMove, { signal });
  body.addEventListener('pointerup', onEnd, { signal });
  body.addEventListener('pointercancel', onEnd, { signal });
  body.addEventListener('click', onClick, { signal, capture: true });
  return () => abort.abort();
}
