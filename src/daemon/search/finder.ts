import type { DatabaseSync } from 'node:sqlite';
import type { EventNames, Match } from '../../shared/search.ts';
import type { Wanted } from '../../shared/search-query.ts';
import { type Entry, type StoredEvent, toEntry } from '../store/entry.ts';
import type { EventSource } from './event-source.ts';
import { createExcerpts } from './excerpts.ts';
import { type NamedFacet, type SearchFilter, toFacets } from './facets.ts';
import { toFacetExpression, toMatchExpression } from './match-expression.ts';
import { tableOf } from './periods.ts';
import { createPlaces, type Place } from './places.ts';

export interface FindOptions {
  readonly wanted: Wanted;
  readonly filter: SearchFilter;
  /** Those nearest behind this seq; without it the newest … */
  readonly afterSeq?: number | undefined;
  /** … before this one. */
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
}

export interface Hit {
  readonly entry: Entry;
  readonly matches: readonly Match[];
}

/** Newest first; `firstSeq` asks for the older, `lastSeq` for the newer. */
export interface SearchPage {
  readonly hits: readonly Hit[];
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** In the direction that was asked for there may be more. */
  readonly hasMore: boolean;
}

/** An answer ends with the event that reaches this: its excerpts take time. */
const MAX_CHARS = 2 * 1024 * 1024;
/** One that has found nothing more for so long says how far it came. */
const LOOK_MS = 250;

/** Of each kind so many names at most, by the alphabet: tools can be called anything. */
const MAX_NAMES = 500;

type Order = 'ASC' | 'DESC';

/** A place in the order, and whether the index has something there. */
interface Step {
  readonly seq: number;
  readonly isHit: boolean;
}

interface Found {
  readonly events: StoredEvent[];
  /** Where it stopped before the end. */
  readonly stoppedSeq?: number;
}

export interface Finder {
  find(options: FindOptions, indexedSeq: number): SearchPage;
  names(): EventNames;
  close(): void;
}

export function createFinder(database: DatabaseSync, source: EventSource): Finder {
  const excerpts = createExcerpts();
  const places = createPlaces(database);
  const selectNames = database.prepare('SELECT name FROM names WHERE period = ? AND facet = ?');
  const selectAll = database.prepare(
    `SELECT DISTINCT name FROM names WHERE facet = ? ORDER BY name LIMIT ${MAX_NAMES}`,
  );
  const allNames = (facet: NamedFacet) => selectAll.all(facet).map(({ name }) => String(name));
  const namesIn = (period: number, facet: string) => selectNames.all(period, facet).map(({ name }) => String(name));

  return {
    find(options, indexedSeq) {
      const { afterSeq, beforeSeq = Number.MAX_SAFE_INTEGER } = options;
      const end = Math.min(beforeSeq, indexedSeq + 1);
      if (afterSeq === undefined) {
        const { events, stoppedSeq } = look(options, { from: 1, to: end - 1 }, 'DESC');
        const lastSeq = events[0]?.seq ?? end - 1;
        return toPage(events, options, { firstSeq: stoppedSeq ?? 1, lastSeq, hasMore: stoppedSeq !== undefined });
      }
      const { events, stoppedSeq } = look(options, { from: afterSeq + 1, to: indexedSeq }, 'ASC');
      const lastSeq = stoppedSeq ?? Math.max(afterSeq, indexedSeq);
      const firstSeq = events[0]?.seq ?? afterSeq + 1;
      return toPage(events.reverse(), options, { firstSeq, lastSeq, hasMore: stoppedSeq !== undefined });
    },
    names: () => ({ types: allNames('type'), tools: allNames('tool'), agents: allNames('agent') }),
    close: excerpts.close,
  };

  function look(options: FindOptions, range: { from: number; to: number }, order: Order): Found {
    return collect(walk(options, range, order), options, source);
  }

  /** What the index has, and after each period how far that is. */
  function* walk(options: FindOptions, range: { from: number; to: number }, order: Order): Generator<Step> {
    for (const place of places.within(range, options.filter, order)) {
      for (const seq of seqsIn(place, options, order)) yield { seq, isHit: true };
      yield { seq: order === 'ASC' ? place.to : place.from, isHit: false };
    }
  }

  function* seqsIn(place: Place, { wanted, filter }: FindOptions, order: Order): Generator<number> {
    const facets = toFacets(filter, (facet) => namesIn(place.period, facet));
    if (facets === undefined) return;
    const table = tableOf({ id: place.period });
    const select = database.prepare(
      `SELECT rowid FROM ${table} WHERE ${table} MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid ${order}`,
    );
    // a prefix is costly to begin with: mostly the filter alone says that there is nothing here
    const isThere = facets.length === 0 || select.get(toFacetExpression(facets), place.from, place.to) !== undefined;
    const rows = isThere ? select.iterate(toMatchExpression(wanted, facets), place.from, place.to) : [];
    for (const { rowid } of rows) yield Number(rowid);
  }

  function toPage(events: readonly StoredEvent[], { wanted }: FindOptions, rest: Omit<SearchPage, 'hits'>): SearchPage {
    const matches = excerpts.of(
      events.map(({ body }) => body),
      wanted,
    );
    const hits = events.map((event, index) => ({ entry: toEntry(event), matches: matches[index] ?? [] }));
    return { hits, ...rest };
  }
}

/** Reads the events until the page is full or its time is up. */
function collect(walked: Iterable<Step>, { filter, limit }: FindOptions, source: EventSource): Found {
  const deadline = performance.now() + LOOK_MS;
  const events: StoredEvent[] = [];
  let chars = 0;
  for (const { seq, isHit } of walked) {
    const event = isHit ? source.event(seq) : undefined;
    if (event !== undefined && isThenAndThere(event, filter)) {
      events.push(event);
      chars += event.body.length;
    }
    const isFull = events.length === limit || chars >= MAX_CHARS;
    if (isFull || performance.now() > deadline) return { events, stoppedSeq: seq };
  }
  return { events };
}

/** What the index does not know of an event. */
function isThenAndThere(event: StoredEvent, filter: SearchFilter): boolean {
  const { sinceMs = event.atMs, untilMs = event.atMs, host = event.host } = filter;
  return event.atMs >= sinceMs && event.atMs <= untilMs && event.host === host;
}
