import { parseDuration } from '../../shared/duration.ts';

/** Of a recording: its first event, and its last. */
export interface Bounds {
  readonly startMs: number;
  readonly endMs: number;
}

/** From the beginning on, and at once: how a replay is entered. */
const START = 'start';

/** A place as it stands in an address: an ISO time, or how far into the session (`10m`). What cannot be meant is the beginning. */
export function parsePlace(
  text: string,
  { startMs, endMs }: Bounds,
): { readonly placeMs: number; readonly plays: boolean } {
  if (text === START) return { placeMs: startMs - 1, plays: true };
  const intoMs = parseDuration(text);
  const atMs = intoMs === undefined ? Date.parse(text) : startMs + intoMs;
  const placeMs = Number.isNaN(atMs) ? startMs - 1 : Math.min(Math.max(atMs, startMs - 1), endMs);
  return { placeMs, plays: false };
}

export function printPlace(ms: number): string {
  return new Date(ms).toISOString();
}

/** How fast it can be played; the address has them too. */
export const SPEEDS = [0.5, 1, 2, 5, 10, 30, 100, 'max'] as const;

export function parseSpeed(text: string | null): (typeof SPEEDS)[number] {
  return SPEEDS.find((speed) => String(speed) === text) ?? 1;
}

/** The next faster one, or slower. */
export function nextSpeed(speed: number | 'max', step: 1 | -1): (typeof SPEEDS)[number] {
  const at = (SPEEDS as readonly unknown[]).indexOf(speed) + step;
  return SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)] ?? 1;
}
