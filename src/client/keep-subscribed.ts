import { createBackoff } from '../shared/backoff.ts';
import type { EventFilter } from '../shared/event-filter.ts';
import { createPlace, type Wish } from '../shared/place.ts';
import type { Inbox } from './inbox.ts';
import { listen } from './listen.ts';
import { isPassing } from './lost.ts';
import { pause } from './pause.ts';
import type { OpenStream } from './stream.ts';

export interface KeepOptions extends Wish {
  readonly filter: EventFilter;
  readonly batch?: boolean | undefined;
  readonly name?: string | undefined;
  readonly signal: AbortSignal;
}

/** Connects, listens, and begins again where it left off, until told to stop; the inbox then ends. Never rejects. */
export async function keepSubscribed(inbox: Inbox, open: OpenStream, options: KeepOptions): Promise<void> {
  const { signal, filter, batch, name } = options;
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
      await untilRoom(inbox, signal);
      await listen(open, { inbox, place, filter, batch, name, signal, onWelcome });
    } catch (error) {
      if (signal.aborted) break;
      if (!isPassing(error)) return inbox.end(error);
      tellLoss(error);
      await pause(backoff.nextMs(), signal);
    }
  }
  inbox.end();
}

/** For a stream that was left since the reader was behind; any other finds room. */
async function untilRoom(inbox: Inbox, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  signal.addEventListener('abort', stop, { once: true });
  inbox.onPressure((isHigh) => (isHigh ? undefined : resolve()));
  await promise;
  signal.removeEventListener('abort', stop);
}
