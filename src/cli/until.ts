import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** Whether a state of the world comes about in time. */
export async function until(ask: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (await ask()) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}
