import { BEAT_MS } from '../shared/heartbeat.ts';
import type { Door } from './door/door.ts';
import type { Counters } from './events/counters.ts';
import { createIdleWatch } from './idle-watch.ts';
import type { Measures } from './measures.ts';
import type { OwnerLock } from './owner-lock.ts';
import type { StateRecord } from './state-record.ts';
import type { EventStore } from './store/event-store.ts';

export interface Upkeep {
  close(): void;
}

interface UpkeepParts {
  readonly owner: Pick<OwnerLock, 'isStillOurs'>;
  readonly store: Pick<EventStore, 'lastSeq' | 'canReturn'>;
  readonly counters: Pick<Counters, 'flush'>;
  readonly measures: Measures;
  readonly door: Pick<Door, 'beat' | 'watching'>;
  readonly record: Pick<StateRecord, 'ensure'>;
  readonly idleExitMs: number;
  readonly requestEnd: (reason: string) => void;
}

/** What is looked after for as long as the daemon runs, and whether it still should. */
export function startUpkeep({
  owner,
  store,
  counters,
  measures,
  door,
  record,
  idleExitMs,
  requestEnd,
}: UpkeepParts): Upkeep {
  const beat = (): void => {
    if (!owner.isStillOurs()) {
      requestEnd('its home was removed');
      return;
    }
    if (store.canReturn()) {
      requestEnd('its store can be opened now, by whoever comes next');
      return;
    }
    door.beat();
    counters.flush();
    measures.note();
    record.ensure();
  };
  const timer = setInterval(beat, BEAT_MS).unref();
  const idleWatch = createIdleWatch({
    idleExitMs,
    activity: store.lastSeq,
    isWatched: () => Object.keys(door.watching()).length > 0,
    onIdle: () => requestEnd('nobody has published or listened for long'),
  });

  return {
    close() {
      clearInterval(timer);
      idleWatch.close();
    },
  };
}
