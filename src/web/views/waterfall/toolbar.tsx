import { pan, zoom } from '../../state/waterfall/view-range.ts';
import type { Viewport } from './viewport.ts';

export const ZOOM_STEP = 0.6;
export const PAN_STEP = 0.2;

const LEGEND = [
  ['ok', 'ok'],
  ['failed', 'failed'],
  ['denied', 'denied'],
  ['interrupted', 'interrupted'],
  ['running', 'running'],
  ['wait', 'waits for you'],
] as const;

interface ToolbarProps {
  readonly viewport: Viewport;
  readonly hidesIdle: boolean;
  readonly onHideIdle: (hides: boolean) => void;
}

/** What the keys and the wheel do, for whoever has neither; and what the colours mean. */
export function Toolbar({ viewport: { range, change }, hidesIdle, onHideIdle }: ToolbarProps) {
  const button = (label: string, title: string, act: () => void, isOff = false) => (
    <button type="button" class="button button-small" aria-label={title} title={title} disabled={isOff} onClick={act}>
      {label}
    </button>
  );
  return (
    <div class="waterfall-toolbar" role="toolbar" aria-label="What part of the time is shown">
      {button('−', 'Zoom out (−)', () => change((scale, now) => zoom(scale, now, 1 / ZOOM_STEP)), range === undefined)}
      {button('+', 'Zoom in (+)', () => change((scale, now) => zoom(scale, now, ZOOM_STEP)))}
      {button(
        '←',
        'Earlier (left arrow)',
        () => change((scale, now) => pan(scale, now, -PAN_STEP)),
        range === undefined,
      )}
      {button('→', 'Later (right arrow)', () => change((scale, now) => pan(scale, now, PAN_STEP)), range === undefined)}
      {button('Everything', 'Everything (0)', () => change(() => undefined), range === undefined)}
      <button type="button" class="chip" aria-pressed={hidesIdle} onClick={() => onHideIdle(!hidesIdle)}>
        Hide idle time
      </button>
      <ul class="waterfall-legend" aria-label="Colours">
        {LEGEND.map(([kind, word]) => (
          <li key={kind} class={`legend-${kind}`}>
            {word}
          </li>
        ))}
      </ul>
    </div>
  );
}
