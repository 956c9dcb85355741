import type { Moment } from '../moment.ts';
import { askedFor, OVERTAKE_MS } from '../story-waits.ts';
import type { Entry } from './entry.ts';

/** Finds the wait of each call for its permission. The event names no call, so it is given to the first open one of the same agent that would do the same. */
export function findWaits(entries: readonly Entry[]): void {
  for (const entry of entries) entry.wait = undefined;
  const waits = entries.filter(({ moment }) => moment.kind === 'wait');
  if (waits.length === 0) return;
  const free = new Map(waits.map((wait) => [asksOf(wait), [] as Entry[]]));
  for (const entry of entries) {
    if (entry.moment.kind === 'call') free.get(asksOf(entry))?.push(entry);
  }
  for (const wait of waits) {
    const call = takeCall(free.get(asksOf(wait)) ?? [], wait.moment);
    wait.isHeldUp = call !== undefined;
    if (call !== undefined) call.wait = wait.moment;
  }
}

/** The same for a call and for the wait for its permission; put together once. */
export function asksOf(entry: Entry): string {
  entry.asks ??= askedFor(entry.moment);
  return entry.asks;
}

function takeCall(free: Entry[], { atMs }: Moment): Entry | undefined {
  while (free[0] !== undefined && isOver(free[0], atMs)) free.shift();
  const isTooLate = (free[0]?.moment.atMs ?? 0) > atMs + OVERTAKE_MS;
  return isTooLate ? undefined : free.shift();
}

function isOver({ moment: { endAtMs } }: Entry, atMs: number): boolean {
  return endAtMs !== undefined && endAtMs < atMs;
}
