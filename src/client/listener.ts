import { createMatcher, type EventFilter } from '../shared/event-filter.ts';
import { toFrame } from '../shared/frame.ts';
import type { Entry, History } from '../shared/history.ts';
import { printHistory } from '../shared/history-answer.ts';
import { type StartingPoint, toStartingPoint } from '../shared/starting-point.ts';
import type { Conversation, Line } from '../shared/stream-connection.ts';
import { PROTOCOL, VERSION } from '../shared/version.ts';
import { parseClientMessage, type RegisterMessage, type SystemMessage } from '../shared/wire.ts';

/** A client that has not said what it wants by then gets everything, from its first moment on. */
const REGISTER_GRACE_MS = 100;

const NOT_STORED = { code: 'not_stored', message: 'No daemon runs, so nothing is taken in.' };
const NOTHING_RECORDED = { code: 'no_session', message: 'No daemon runs, so there is nothing to replay.' };

/** An event as this process keeps it. */
export interface Told extends Entry {
  readonly atMs: number;
}

export interface ListenerParts {
  readonly storeId: string;
  readonly history: History<Told>;
  lastSeq(): number;
  clients(): number;
  readonly line: Line;
}

/** The conversation with one who listens to this process: what it asks, and what it is to be sent. */
export interface Listener extends Conversation {
  wants(entry: Entry): boolean;
}

export function createListener({ storeId, history, lastSeq, clients, line }: ListenerParts): Listener {
  const connectedAtSeq = lastSeq();
  let matches: ((entry: Entry) => boolean) | undefined;
  const grace = setTimeout(() => begin({}, { afterSeq: connectedAtSeq }), REGISTER_GRACE_MS);

  const tell = (message: SystemMessage): void => line.sayText(JSON.stringify(message));

  const startSeq = (filter: EventFilter, { afterSeq = lastSeq(), last = 0 }: StartingPoint): number => {
    const first = history.last(last, filter)[0];
    return first === undefined ? afterSeq : first.seq - 1;
  };

  const begin = (filter: EventFilter, { afterSeq = lastSeq(), gap }: StartingPoint): void => {
    clearTimeout(grace);
    matches = createMatcher(filter);
    const first = history.firstSeq();
    if (gap !== undefined) tell(gap);
    else if (first !== undefined && afterSeq < first - 1) {
      tell({ type: 'system.gap', from: afterSeq + 1, to: first - 1, count: null });
      afterSeq = first - 1;
    }
    for (const { json } of history.after(afterSeq, filter) ?? []) line.write(toFrame(json));
  };

  const seqSince = (sinceMs: number, filter: EventFilter): number | undefined =>
    history.last(Infinity, filter).find(({ atMs }) => atMs >= sinceMs)?.seq;

  const register = (wish: RegisterMessage): void => {
    const filter: EventFilter = { sessionId: wish.sessionId, types: wish.types };
    const reachedSeq = matches === undefined ? connectedAtSeq : lastSeq();
    const start = toStartingPoint(wish, { filter, store: { storeId, lastSeq, seqSince }, reachedSeq });
    const afterSeq = startSeq(filter, start);
    tell({
      type: 'system.welcome',
      version: VERSION,
      protocol: PROTOCOL,
      store_id: storeId,
      seq: lastSeq(),
      oldest_seq: history.firstSeq() ?? 0,
      session_id: wish.sessionId ?? 'global',
      after: afterSeq,
    });
    begin(filter, { ...start, afterSeq });
  };

  return {
    hear(bytes) {
      const message = parseClientMessage(bytes.toString(), Date.now());
      if ('problem' in message) return tell({ type: 'system.error', ...message.problem });
      if (message.type === 'register') return register(message);
      if (message.type === 'get_history') return line.sayText(printHistory(history.last(message.limit, message)));
      if (message.type === 'get_status') {
        const status = {
          running: true,
          version: VERSION,
          protocol: PROTOCOL,
          storeId,
          seq: lastSeq(),
          clients: clients(),
        };
        return tell({ type: 'system.status', ...status });
      }
      const refusal = message.type === 'publish' ? NOT_STORED : NOTHING_RECORDED;
      tell({ type: 'system.error', ...refusal, ...idOf(message) });
    },
    wants: (entry) => matches?.(entry) === true,
    close() {
      clearTimeout(grace);
      matches = undefined; // whoever is on the way out is sent nothing more
    },
  };
}

function idOf({ id }: { readonly id?: string }): { readonly id?: string } {
  return id === undefined ? {} : { id };
}
