import type { IncomingMessage } from 'node:http';
import { toTarget } from '../../shared/knock.ts';
import { TOLD_OUTCOMES, type ToldOutcome } from '../../shared/search.ts';
import type { SearchPage } from '../search/finder.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { EventStore } from '../store/event-store.ts';
import { answerArray, answerFault, answerJson } from './answer.ts';
import { UNREADABLE } from './fault.ts';
import type { Handler } from './http-server.ts';
import { parseQuery, type Query, wrong } from './query.ts';
import { LINES, streamEvents } from './stream-events.ts';
import { unkept } from './unkept.ts';

export interface ReadParts {
  readonly store: EventStore;
  readonly search: SearchIndex;
  readonly nowMs: () => number;
}

const FILTERS = ['session', 'project', 'type', 'tool', 'outcome', 'agent', 'host', 'since', 'until'];
const KNOWN = [...FILTERS, 'imported', 'after', 'before', 'limit', 'q'];

/**
 * `GET /v1/events`: envelopes oldest first, set in as they are, and the seqs to go on with in either direction. With `q`
 * those in which something stands, newest first, each with the places where. To who accepts lines, one a line, all of
 * them.
 */
export function createReadEvents({ store, search, nowMs }: ReadParts): Handler {
  return async (request, response) => {
    const query = parseQuery(toTarget(request.url).query, KNOWN, nowMs());
    const text = query.text('q');
    if (text !== undefined) return answerJson(response, await find(text, query));
    const wish = toWish(query);
    if (isLinesWanted(request)) {
      const [afterSeq, beforeSeq] = [query.whole('after'), query.whole('before')];
      return streamEvents(response, { store, wish: { ...wish, beforeSeq }, afterSeq, limit: query.whole('limit') });
    }
    const page = store.browse({ ...wish, ...toPlace(query) });
    if (page.isUnread === true) return answerFault(response, UNREADABLE);
    answerArray(response, page.pieces, { head: `{${printPlace(page)},"events":[`, tail: ']}' });
  };

  async function find(text: string, query: Query): Promise<string> {
    if (query.flag('imported') !== undefined) throw wrong('`imported` and `q` cannot go together.');
    const page = await search.search({ text, filter: toFilter(query), ...toPlace(query) });
    return printFound(page, { search, store });
  }
}

/** `GET /v1/names`: the types, tools and sub-agents that there are. */
export function createReadNames({ search, nowMs }: ReadParts): Handler {
  return async (request, response) => {
    parseQuery(toTarget(request.url).query, [], nowMs());
    answerJson(response, JSON.stringify(await search.names()));
  };
}

function isLinesWanted({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes(LINES) === true;
}

function toWish(query: Query) {
  const { sessionId, types, ...rest } = toFilter(query);
  const filter = { ...(sessionId === undefined ? {} : { sessionId }), ...(types === undefined ? {} : { types }) };
  return { filter, ...rest, imported: query.flag('imported') };
}

function toFilter(query: Query) {
  return {
    sessionId: query.text('session'),
    project: query.text('project'),
    types: query.list('type'),
    tools: query.list('tool'),
    outcomes: query.list('outcome')?.map(parseOutcome),
    agents: query.list('agent'),
    host: query.text('host'),
    sinceMs: query.moment('since'),
    untilMs: query.moment('until'),
  };
}

function toPlace(query: Query) {
  const [afterSeq, beforeSeq] = [query.whole('after'), query.whole('before')];
  if (afterSeq !== undefined && beforeSeq !== undefined) throw wrong('`after` and `before` cannot go together.');
  return { afterSeq, beforeSeq, limit: query.limit() };
}

function parseOutcome(text: string): ToldOutcome {
  const outcome = TOLD_OUTCOMES.find((name) => name === text);
  if (outcome !== undefined) return outcome;
  throw wrong(`\`outcome\` must be one of: ${TOLD_OUTCOMES.join(', ')}.`);
}

/** How far the index is stands beside what it found. */
function printFound(page: SearchPage, { search, store }: Pick<ReadParts, 'search' | 'store'>): string {
  const { indexedSeq, lagEvents, state } = search.status();
  const events = page.hits.map(
    ({ entry, matches }) => `${entry.json.slice(0, -1)},"match":${JSON.stringify(matches)}}`,
  );
  const lag = JSON.stringify({ indexedSeq, lagEvents, state, ...unkept(store) });
  return `{${printPlace(page)},"search":${lag},"events":[${events.join(',')}]}`;
}

function printPlace(page: { readonly firstSeq: number; readonly lastSeq: number; readonly hasMore: boolean }): string {
  return `"before":${page.firstSeq},"after":${page.lastSeq},"more":${page.hasMore}`;
}
