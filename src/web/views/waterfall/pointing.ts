import { useRef, useState } from 'preact/hooks';
import type { Row } from '../../state/waterfall/row.ts';
import type { Pointed } from './tooltip.tsx';

/** As wide and high as the tooltip may become. */
const [WIDTH_PX, HEIGHT_PX] = [384, 140];

/** Which row the pointer or the focus is at; listeners for what the rows stand in. */
export function usePointing(rows: readonly Row[]) {
  const [pointed, setPointed] = useState<Pointed | undefined>(undefined);
  const key = useRef<string | undefined>(undefined);

  const point = (event: Event, clientX?: number): void => {
    const body = event.currentTarget as HTMLElement;
    const place = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    const row = place === null ? undefined : rows[Number(place.dataset.index)];
    if (row?.key === key.current) return;
    key.current = row?.key;
    setPointed(row && place ? placeTip(row, body, place, clientX) : undefined);
  };
  const leave = (): void => {
    if (key.current === undefined) return;
    key.current = undefined;
    setPointed(undefined);
  };
  return {
    pointed,
    listeners: {
      onPointerMove: (event: PointerEvent) => {
        if (event.pointerType === 'touch' || event.buttons > 0) leave();
        else point(event, event.clientX);
      },
      onPointerLeave: leave,
      onFocusIn: (event: FocusEvent) => point(event),
      onFocusOut: leave,
      onScrollCapture: leave,
    },
  };
}

function placeTip(row: Row, body: HTMLElement, place: HTMLElement, clientX: number | undefined): Pointed {
  const [frame, line] = [body.getBoundingClientRect(), place.getBoundingClientRect()];
  const isAbove = line.bottom - frame.top + HEIGHT_PX > frame.height && line.top - frame.top > HEIGHT_PX;
  const wantedPx = (clientX ?? frame.left + frame.width / 3) - frame.left + 12;
  const leftPx = Math.max(0, Math.min(wantedPx, frame.width - WIDTH_PX));
  return { row, leftPx, topPx: (isAbove ? line.top - 4 : line.bottom + 4) - frame.top, isAbove };
}
