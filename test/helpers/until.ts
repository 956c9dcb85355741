import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a state of the world instead of for a length of time; resolves to what `ask` found. */
export async function until<Found>(
  ask: () => Found | undefined | false | Promise<Found | undefined | false>,
  { withinMs = 10_000, everyMs = 20, what = 'the awaited state' } = {},
): Promise<Found> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${withinMs} ms`);
    await delay(everyMs);
  }
}
