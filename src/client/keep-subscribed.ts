import { setTimeout as delay } from 'node:timers/promises';
import { createBackoff } from '../shared/backoff.ts';
import type { EventFilter } from '../shared/event-filter.ts';
import { createPlace, type Wish } from '../shared/place.ts';
import { connect } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';
import type { Inbox } from './inbox.ts';
import { listen } from './listen.ts';
import { isPassing } from './lost.ts';

export interface KeepOptions extends Wish, Whereabouts {
  readonly filter: EventFilter;
  readonly name?: string;
  readonly signal: AbortSignal;
}

/** Connects, listens, and begins again where it left off, until told to stop; the inbox then ends. */
export async function keepSubscribed(inbox: Inbox, options: KeepOptions): Promise<void> {
  const { signal, filter, name } = options;
  const place = createPlace(options);
  const backoff = createBackoff();
  let isLossTold = false;

  const onWelcome = () => {
    backoff.reset();
    isLossTold = false;
  };
  const tellLoss = (error: unknown) => {
    if (!isLossTold) inbox.put({ notice: { kind: 'lost', error } });
    isLossTold = true;
  };

  while (!signal.aborted) {
    try {
      const connection = await connect(findDaemon(options));
      await listen(connection, { inbox, place, filter, signal, onWelcome, ...(name === undefined ? {} : { name }) });
    } catch (error) {
      if (!isPassing(error)) return inbox.end(error);
      tellLoss(error);
      await pause(backoff.nextMs(), signal);
    }
  }
  inbox.end();
}

async function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(timeMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
