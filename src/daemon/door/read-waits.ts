import { toTarget } from '../../shared/knock.ts';
import { listWaits } from '../overview/list-waits.ts';
import { answerJson } from './answer.ts';
import type { Handler } from './http-server.ts';
import { parseQuery, wrong } from './query.ts';
import type { ReadParts } from './read-events.ts';
import { unkept } from './unkept.ts';

/** `GET /v1/waits?session=`: how long a session waited for the human, each time. */
export function createReadWaits({ store, nowMs }: Pick<ReadParts, 'store' | 'nowMs'>): Handler {
  return async (request, response) => {
    const query = parseQuery(toTarget(request.url).query, ['session', 'since'], nowMs());
    const sessionId = query.text('session');
    if (sessionId === undefined) throw wrong('`session` must say whose waits are meant.');
    const leftOut = unkept(store);
    const waits = await listWaits({ sessionId, sinceMs: query.moment('since') ?? 0 }, store.minutes);
    answerJson(response, JSON.stringify({ waits, ...leftOut }));
  };
}
