import { LOSS_NAMES, type LossName } from '../shared/overview.ts';
import type { Broadcaster } from './events/broadcaster.ts';
import type { Counters } from './events/counters.ts';
import type { HookLatency } from './events/hook-latency.ts';
import type { SpoolDrain } from './events/spool-drain.ts';
import { MINUTE_MS } from './sessions/minute.ts';
import type { EventStore } from './store/event-store.ts';

interface MeasuresParts {
  readonly store: Pick<EventStore, 'minutes'>;
  readonly counters: Pick<Counters, 'all'>;
  readonly latency: Pick<HookLatency, 'takeSpread'>;
  readonly broadcaster: Pick<Broadcaster, 'thinned'>;
  readonly drain: Pick<SpoolDrain, 'depth'>;
  readonly nowMs: () => number;
}

/** What the daemon sees of itself, kept by the minute for whoever asks how it was. */
export interface Measures {
  /** Writes down what came since the last time; nothing where nothing did. */
  note(): void;
}

export function createMeasures({ store, counters, latency, broadcaster, drain, nowMs }: MeasuresParts): Measures {
  let noted = countLosses();

  return {
    note() {
      const hookMs = latency.takeSpread();
      const spool = drain.depth().files;
      const counted = countLosses();
      const losses: Partial<Record<LossName, number>> = {};
      for (const name of LOSS_NAMES) if (counted[name] > noted[name]) losses[name] = counted[name] - noted[name];
      noted = counted;
      const isQuiet = spool === 0 && Object.keys(hookMs).length === 0 && Object.keys(losses).length === 0;
      if (!isQuiet) store.minutes.note(Math.floor(nowMs() / MINUTE_MS), { hookMs, losses, spool });
    },
  };

  /** Events that a slow subscriber did not get are dropped, too. */
  function countLosses(): Readonly<Record<LossName, number>> {
    const { dropped, duplicates, rejected, late } = counters.all();
    return { dropped: dropped + broadcaster.thinned(), duplicates, rejected, late };
  }
}
