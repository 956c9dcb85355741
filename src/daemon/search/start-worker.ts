import { Worker } from 'node:worker_threads';
import type { WorkerSettings } from './messages.ts';

/** In a bundle, the worker's whole program: one file has to hold both. Set by scripts/build. */
declare const SEARCH_WORKER: string | undefined;

/** What the thread may hold beside SQLite's own small memory; past it, it ends and is started again. */
const HEAP_MB = 64;
const YOUNG_HEAP_MB = 4;

export function startWorker(settings: WorkerSettings): Worker {
  const options = {
    workerData: settings,
    name: 'search',
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  };
  if (typeof SEARCH_WORKER === 'string') return new Worker(SEARCH_WORKER, { ...options, eval: true });
  return new Worker(new URL('./worker.ts', import.meta.url), options);
}
