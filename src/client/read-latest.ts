import type { Envelope } from '../shared/envelope.ts';
import { isEnvelope } from '../shared/wire.ts';
import { type EventWish, toEventQuery } from './event-wish.ts';
import type { Whereabouts } from './find-daemon.ts';
import { ask, get, listOf } from './get-answer.ts';

interface LatestOptions extends EventWish, Whereabouts {
  /** At most so many. */
  readonly limit: number;
  /** What the daemon cannot tell apart is told apart here. */
  readonly isWanted: (envelope: Envelope) => boolean;
}

interface Latest {
  /** Oldest first. */
  readonly events: readonly Envelope[];
  /** Of the newest there was, wanted or not: a stream goes on behind it. */
  readonly newestSeq: number;
}

/** An answer carries so many at most; more are asked for page by page. */
const PAGE = 1000;

/** The newest of what is wanted, however far back that is. */
export async function readLatest({ limit, isWanted, ...options }: LatestOptions): Promise<Latest> {
  const query = toEventQuery(options);
  return ask(options, async (connection) => {
    const newestSeq = Number((await get(connection, '/v1/events', { limit: 1 })).after);
    let events: Envelope[] = [];
    for (let before = newestSeq + 1, more = limit > 0; more && events.length < limit; ) {
      const page = await get(connection, '/v1/events', { ...query, before, limit: PAGE });
      const older = listOf<Envelope>(page.events).filter((envelope) => isEnvelope(envelope) && isWanted(envelope));
      events = [...older, ...events].slice(-limit);
      more = page.more === true && Number(page.before) < before;
      before = Number(page.before);
    }
    return { events, newestSeq };
  });
}
