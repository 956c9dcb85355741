import type { Dashboard } from '../../state/dashboard.ts';
import type { KeyBinding } from '../../state/keys.ts';
import type { Row } from '../../state/waterfall/row.ts';
import { lookAt, pan, zoom } from '../../state/waterfall/view-range.ts';
import { PAN_STEP, ZOOM_STEP } from './toolbar.tsx';
import type { Viewport } from './viewport.ts';

interface Shown {
  readonly viewport: Viewport;
  readonly rows: readonly Row[];
}

/** To go through the time by keys; up and down go through the rows. In a replay the arrows alone are the recording's. */
export function chartKeys(shown: () => Shown, { isReplay }: Pick<Dashboard, 'isReplay'>): KeyBinding[] {
  const prefix = isReplay ? 'Shift+' : '';
  const change: Viewport['change'] = (how) => shown().viewport.change(how);
  const zoomBy = (factor: number) => () => change((scale, range) => zoom(scale, range, factor));
  const panBy = (share: number) => () => change((scale, range) => pan(scale, range, share));
  const lookAtRow = (): void => {
    const place = document.activeElement?.closest<HTMLElement>('[data-index]');
    const row = place && shown().rows[Number(place.dataset.index)];
    if (row) change((scale) => lookAt(scale, row));
  };
  return [
    { keys: `${prefix}ArrowLeft`, title: 'Look at what was earlier', act: panBy(-PAN_STEP) },
    { keys: `${prefix}ArrowRight`, title: 'Look at what was later', act: panBy(PAN_STEP) },
    { keys: '+', title: 'Zoom in', act: zoomBy(ZOOM_STEP) },
    { keys: '-', title: 'Zoom out', act: zoomBy(1 / ZOOM_STEP) },
    { keys: '0', title: 'Everything', act: () => change(() => undefined) },
    { keys: 'f', title: 'Look at the row at hand', act: lookAtRow },
  ];
}
