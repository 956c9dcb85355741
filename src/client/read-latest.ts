import type { Envelope } from '../shared/envelope.ts';
import { isEnvelope } from '../shared/wire.ts';
import { type EventWish, toEventQuery } from './event-wish.ts';
import { type AskOptions, ask, get, listOf } from './get-answer.ts';

interface LatestOptions extends EventWish, AskOptions {
  /** At most so many. */
  readonly limit: number;
}

interface Latest {
  /** Oldest first. */
  readonly events: readonly Envelope[];
  /** Of the newest there was, wanted or not: a stream goes on behind it. */
  readonly newestSeq: number;
}

/** An answer carries so many at most; more are asked for page by page. */
const PAGE = 1000;

/** The newest of what is wanted, however far back that is; as in a stream nothing of it was imported. */
export async function readLatest({ limit, ...options }: LatestOptions): Promise<Latest> {
  const query = { ...toEventQuery(options), imported: false };
  return ask(options, async (connection) => {
    const newestSeq = Number((await get(connection, '/v1/events', { limit: 1 })).after);
    let events: Envelope[] = [];
    for (let before = newestSeq + 1, more = true; more && events.length < limit; ) {
      const size = Math.min(PAGE, limit - events.length);
      const page = await get(connection, '/v1/events', { ...query, before, limit: size });
      events = [...listOf<Envelope>(page.events).filter(isEnvelope), ...events];
      more = page.more === true && Number(page.before) < before;
      before = Number(page.before);
    }
    return { events, newestSeq };
  });
}
