import { toTarget } from '../../shared/knock.ts';
import type { Measures } from '../measures.ts';
import { takeOverview } from '../overview/take-overview.ts';
import { answerJson } from './answer.ts';
import type { Handler } from './http-server.ts';
import { parseQuery, wrong } from './query.ts';
import type { ReadParts } from './read-events.ts';
import { unkept } from './unkept.ts';

interface OverviewParts extends Pick<ReadParts, 'store' | 'nowMs'> {
  readonly measures: Measures;
  /** How many files lie in the spool. */
  readonly spooled: () => number;
}

const DEFAULT_MS = 3600 * 1000;
/** Longer than anything is kept that somebody looks at in one piece. */
const LONGEST_MS = 1000 * 24 * DEFAULT_MS;

/** `GET /v1/overview`: what happened within some time, the last hour where nothing is said. */
export function createReadOverview({ store, measures, spooled, nowMs }: OverviewParts): Handler {
  return async (request, response) => {
    const query = parseQuery(toTarget(request.url).query, ['since', 'until', 'project', 'session'], nowMs());
    const untilMs = query.moment('until') ?? nowMs();
    const sinceMs = query.moment('since') ?? untilMs - DEFAULT_MS;
    if (sinceMs >= untilMs) throw wrong('`since` must be before `until`.');
    if (untilMs - sinceMs > LONGEST_MS) throw wrong('At most 1000 days can be looked at together.');
    measures.note();
    const wish = { sinceMs, untilMs, project: query.text('project'), sessionId: query.text('session') };
    const leftOut = unkept(store); // asked first: what gets to the disk meanwhile may be left out as well
    const overview = await takeOverview(wish, { minutes: store.minutes, spoolNow: spooled() });
    answerJson(response, JSON.stringify({ ...overview, ...leftOut }));
  };
}
