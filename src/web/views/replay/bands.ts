import type { SessionStateName } from '../../../shared/session-view.ts';
import type { Bounds } from '../../replay/place.ts';
import type { Marks } from '../../replay/recording.ts';

/** The bar is so many parts long, whatever it is on the screen; what falls into the same part is drawn once. */
const PARTS = 1000;

/** A stretch of the bar in which the session was like that. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly state: SessionStateName;
}

/** Only who works or waits is shown; a wait is never lost between its neighbours, however short it was. */
export function toBands(phases: Marks['phases'], bounds: Bounds): Band[] {
  const bands: Band[] = [];
  phases.forEach(({ fromMs, state }, index) => {
    if (state !== 'working' && state !== 'waiting') return;
    const from = toPart(fromMs, bounds);
    const to = toPart(phases[index + 1]?.fromMs ?? bounds.endMs, bounds);
    const last = bands.at(-1);
    if (last?.state === state && from <= last.to) bands[bands.length - 1] = { ...last, to };
    else if (to > from || state === 'waiting') bands.push({ from, to, state });
  });
  return bands;
}

export function toTicks(times: readonly number[], bounds: Bounds): number[] {
  return [...new Set(times.map((ms) => toPart(ms, bounds)))];
}

function toPart(ms: number, { startMs, endMs }: Bounds): number {
  const lengthMs = Math.max(1, endMs - startMs);
  return Math.round((Math.min(Math.max(ms - startMs, 0), lengthMs) / lengthMs) * PARTS);
}
