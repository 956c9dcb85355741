import type { Envelope } from '../shared/envelope.ts';
import type { IndexStanding, Match } from '../shared/search.ts';
import { isEnvelope, isObject } from '../shared/wire.ts';
import { type EventWish, toEventQuery } from './event-wish.ts';
import { type AskOptions, ask, get, listOf } from './get-answer.ts';

export interface SearchOptions extends EventWish, AskOptions {
  /** At most so many, the newest first. */
  readonly limit: number;
}

/** An event in which something stands, and where. */
export interface FoundEvent extends Envelope {
  readonly match: readonly Match[];
}

export interface Found {
  readonly events: readonly FoundEvent[];
  /** There may be more than was asked for. */
  readonly more: boolean;
  readonly search: IndexStanding;
}

/** An answer carries so many at most; more are asked for page by page. */
const PAGE = 100;

/** Looks for `word "a phrase" begin* -not this OR that`; rejects with `REFUSED` and a sentence for what cannot be asked. */
export async function searchEvents(text: string, options: SearchOptions): Promise<Found> {
  const { limit } = options;
  const wish = { q: text, ...toEventQuery(options) };
  return ask(options, async (connection) => {
    const events: FoundEvent[] = [];
    let before: unknown;
    for (;;) {
      const size = Math.min(PAGE, limit - events.length);
      const page = await get(connection, '/v1/events', { ...wish, before, limit: size });
      events.push(...listOf<FoundEvent>(page.events).filter(isFound));
      before = page.before;
      const more = page.more === true;
      if (!more || events.length >= limit) return { events, more, search: toSearch(page.search) };
    }
  });
}

function isFound(event: FoundEvent): boolean {
  return isEnvelope(event) && Array.isArray(event.match);
}

function toSearch(value: unknown): Found['search'] {
  const standing = isObject(value) ? (value as Partial<IndexStanding>) : {};
  const { indexedSeq = 0, lagEvents = 0, state = 'off', held } = standing;
  return { indexedSeq, lagEvents, state, ...(held === undefined ? {} : { held }) };
}
