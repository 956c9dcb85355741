import { OVERTAKE_MS } from '../story-waits.ts';
import type { Entry } from './entry.ts';

/** Finds the wait of each call for its permission. The event names no call, so it is given to the first open one of the same agent that would do the same. */
export function findWaits(entries: readonly Entry[]): void {
  const waits = entries.filter(({ moment }) => moment.kind === 'wait');
  for (const { ask } of waits) if (ask) ask.free = [];
  for (const entry of entries) {
    if (entry.moment.kind !== 'call') continue;
    entry.wait = undefined;
    entry.ask?.free?.push(entry);
  }
  for (const wait of waits) {
    const call = takeCall(wait);
    wait.isHeldUp = call !== undefined;
    if (call !== undefined) call.wait = wait.moment;
  }
  for (const { ask } of waits) if (ask) ask.free = undefined;
}

function takeCall({ moment, ask }: Entry): Entry | undefined {
  const free = ask?.free ?? [];
  while (free[0] !== undefined && isOver(free[0], moment.atMs)) free.shift();
  const isTooLate = (free[0]?.moment.atMs ?? 0) > moment.atMs + OVERTAKE_MS;
  return isTooLate ? undefined : free.shift();
}

function isOver({ moment: { endAtMs } }: Entry, atMs: number): boolean {
  return endAtMs !== undefined && endAtMs < atMs;
}
