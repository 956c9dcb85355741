import { setTimeout as delay } from 'node:timers/promises';
import { createAsker } from './store-asker.ts';
import type { BenchDaemon } from './store-daemon.ts';

const LOOK_MS = 20;
const DEADLINE_MS = 30 * 60_000;

/** Resolves when every event there is can be found by its words; how long that took, in ms. */
export async function untilIndexed(daemon: BenchDaemon): Promise<number> {
  const startedMs = performance.now();
  const asker = await createAsker(daemon);
  try {
    for (;;) {
      const { search } = (await asker.read('/v1/status')) as { search: { state: string; lagEvents: number } };
      if (search.state === 'ready' && search.lagEvents === 0) return performance.now() - startedMs;
      if (performance.now() - startedMs > DEADLINE_MS)
        throw new Error(`The index is not done: ${JSON.stringify(search)}`);
      await delay(LOOK_MS);
    }
  } finally {
    asker.close();
  }
}
