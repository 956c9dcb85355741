import { MpmError } from '../../shared/errors.ts';
import type { EventStore } from '../store/event-store.ts';
import { answerJson, printArray } from './answer.ts';
import type { Handler } from './http-server.ts';
import { toTarget } from './knock.ts';
import { parseQuery, wrong } from './query.ts';

export interface ReadParts {
  readonly store: EventStore;
  readonly nowMs: () => number;
}

const KNOWN = ['session', 'type', 'tool', 'since', 'until', 'after', 'before', 'limit', 'q'];

/** `GET /v1/events`: envelopes oldest first, set in as they are, and the seqs to go on with in either direction. */
export function createReadEvents({ store, nowMs }: ReadParts): Handler {
  return (request, response) => {
    const query = parseQuery(toTarget(request.url).query, KNOWN, nowMs());
    if (query.text('q') !== undefined) throw new MpmError('UNSUPPORTED', 'Events cannot be searched for a text yet.');
    const [afterSeq, beforeSeq] = [query.whole('after'), query.whole('before')];
    if (afterSeq !== undefined && beforeSeq !== undefined) throw wrong('`after` and `before` cannot go together.');
    const [sessionId, types] = [query.text('session'), query.list('type')];
    const page = store.browse({
      filter: { ...(sessionId === undefined ? {} : { sessionId }), ...(types === undefined ? {} : { types }) },
      tools: query.list('tool'),
      sinceMs: query.moment('since'),
      untilMs: query.moment('until'),
      afterSeq,
      beforeSeq,
      limit: query.limit(),
    });
    const head = `"before":${page.firstSeq},"after":${page.lastSeq},"more":${page.hasMore}`;
    const events = page.entries.map(({ json }) => json);
    answerJson(response, printArray(events, { head: `{${head},"events":[`, tail: ']}' }));
  };
}
