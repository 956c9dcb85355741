import { parseMoment } from '../shared/duration.ts';
import { misuse } from './misuse.ts';
import type { World } from './world.ts';

/** Refuses what is no moment before anything is done. */
export function checkMoment(text: string | undefined, { nowMs }: Pick<World, 'nowMs'>): void {
  if (text === undefined || parseMoment(text, nowMs()) !== undefined) return;
  throw misuse(`"${text}" is no time.`, 'One of: 90s, 10m, 2h, 30d, 2026-11-22, 2026-11-22T12:00:00Z');
}
