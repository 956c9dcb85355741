import type { IncomingMessage } from 'node:http';
import { MpmError } from '../../shared/errors.ts';
import type { EventStore } from '../store/event-store.ts';
import { answerJson } from './answer.ts';
import type { Handler } from './http-server.ts';
import { toTarget } from './knock.ts';
import { parseQuery, wrong } from './query.ts';
import { LINES, streamEvents } from './stream-events.ts';

export interface ReadParts {
  readonly store: EventStore;
  readonly nowMs: () => number;
}

const KNOWN = ['session', 'project', 'type', 'tool', 'since', 'until', 'after', 'before', 'limit', 'q'];

/**
 * `GET /v1/events`: envelopes oldest first, set in as they are, and the seqs to go on with in either direction. To who
 * accepts lines, one a line, all of them.
 */
export function createReadEvents({ store, nowMs }: ReadParts): Handler {
  return (request, response) => {
    const query = parseQuery(toTarget(request.url).query, KNOWN, nowMs());
    if (query.text('q') !== undefined) throw new MpmError('UNSUPPORTED', 'Events cannot be searched for a text yet.');
    const [afterSeq, beforeSeq] = [query.whole('after'), query.whole('before')];
    const [sessionId, types] = [query.text('session'), query.list('type')];
    const wish = {
      filter: { ...(sessionId === undefined ? {} : { sessionId }), ...(types === undefined ? {} : { types }) },
      tools: query.list('tool'),
      project: query.text('project'),
      sinceMs: query.moment('since'),
      untilMs: query.moment('until'),
      beforeSeq,
    };
    if (isLinesWanted(request)) return streamEvents(response, { store, wish, afterSeq, limit: query.whole('limit') });
    if (afterSeq !== undefined && beforeSeq !== undefined) throw wrong('`after` and `before` cannot go together.');
    const page = store.browse({ ...wish, afterSeq, limit: query.limit() });
    const head = `"before":${page.firstSeq},"after":${page.lastSeq},"more":${page.hasMore}`;
    answerJson(response, `{${head},"events":[${page.entries.map(({ json }) => json).join(',')}]}`);
    return undefined;
  };
}

function isLinesWanted({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes(LINES) === true;
}
