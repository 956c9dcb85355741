import * as fs from 'node:fs';
import { errorCode } from '../../shared/errors.ts';
import type { HomePaths } from '../../shared/paths.ts';
import { parseSpoolName } from '../../shared/spool.ts';
import type { Counters } from './counters.ts';
import type { Intake } from './intake.ts';
import type { Privacy } from './privacy.ts';
import { measureSpool, removeLeftovers, type SpoolDepth } from './spool-folder.ts';
import { readLosses } from './spool-losses.ts';
import { createSpoolPass } from './spool-pass.ts';

/** Brings in what hooks could not deliver: in order of event time, each once, and no file goes before its event is stored. */
export interface SpoolDrain {
  /** Resolves to the number of events brought in when the spool is empty, or the store takes nothing now. */
  drain(): Promise<number>;
  /** From now on drains whenever something appears. */
  watch(): void;
  depth(): SpoolDepth;
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

export interface SpoolDrainOptions {
  readonly paths: HomePaths;
  readonly intake: Pick<Intake, 'accept'>;
  readonly counters: Counters;
  readonly privacy: Pick<Privacy, 'protectBytes'>;
  readonly now?: () => number;
  /** Told what kept the spool from being read while nobody was waiting for it. */
  readonly onError?: (error: unknown) => void;
}

/** The watcher tells at once; this is for what it misses (a remote file system, a folder made anew). */
const POLL_MS = 10_000;
/** What hooks wrote down of losses can be read so much later. */
const LOSSES_AGAIN_MS = 1100;

export function createSpoolDrain(options: SpoolDrainOptions): SpoolDrain {
  const { paths, intake, counters, privacy, now = Date.now, onError = () => {} } = options;
  const pass = createSpoolPass({ paths, intake, counters, privacy });
  let running: Promise<number> | undefined;
  let isAskedAgain = false;
  let isClosed = false;
  let watcher: fs.FSWatcher | undefined;
  let poll: NodeJS.Timeout | undefined;
  let lossesDue: NodeJS.Timeout | undefined;

  return {
    async drain() {
      isAskedAgain = true;
      running ??= drainUntilEmpty();
      return await running;
    },

    watch() {
      if (poll !== undefined || isClosed) return;
      poll = setInterval(kick, POLL_MS).unref();
      watcher = watchFolder(paths.spool, (name) => {
        if (parseSpoolName(name) !== undefined) void kick();
      });
      void kick();
    },

    depth: () => measureSpool(paths.spool),

    async close() {
      isClosed = true;
      pass.stop();
      watcher?.close();
      clearInterval(poll);
      clearTimeout(lossesDue);
      await Promise.allSettled([running]); // how it ended is told to whoever asked for it
    },
  };

  async function kick(): Promise<void> {
    isAskedAgain = true;
    if (running !== undefined) return; // it looks once more before it ends
    running = drainUntilEmpty();
    try {
      await running;
    } catch (error) {
      onError(error); // the files are still there, for the next time
    }
  }

  async function drainUntilEmpty(): Promise<number> {
    let drained = 0;
    try {
      while (isAskedAgain && !isClosed) {
        isAskedAgain = false;
        await tidy().catch(onError); // events do not wait for what lies beside them
        drained += await pass.run();
      }
      return drained;
    } finally {
      running = undefined;
      counters.flush();
    }
  }

  /** Counts and clears what the hooks' side left behind. */
  async function tidy(): Promise<void> {
    const losses = readLosses(paths.spoolDropped, now());
    const leftovers = await removeLeftovers(paths.spool, now());
    if (losses.events + leftovers > 0) counters.count('dropped', losses.events + leftovers);
    clearTimeout(lossesDue);
    if (losses.isWaiting && poll !== undefined) lossesDue = setTimeout(kick, LOSSES_AGAIN_MS).unref();
  }
}

/** Undefined where the system can't watch (no inotify instances left, a remote folder): then the poll is all there is. */
function watchFolder(folder: string, onName: (name: string) => void): fs.FSWatcher | undefined {
  try {
    const watcher = fs.watch(folder, { persistent: false }, (_event, name) => onName(name ?? ''));
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
