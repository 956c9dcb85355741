import type { Envelope } from '../../src/shared/envelope.ts';
import type { SessionView } from '../../src/shared/session-view.ts';
import type { Client, EventPage } from '../../src/web/api/client.ts';

/** An event as the page gets it; a second after the other. */
export function anEnvelope(seq: number, type: string, data: object = {}, sessionId = 'one'): Envelope {
  const timestamp = new Date(Date.UTC(2026, 10, 22, 12, 0, seq)).toISOString();
  return { type, timestamp, id: `event-${seq}`, seq, session_id: sessionId, host: 'laptop', data: { ...data } };
}

export function aSession(id: string, more: Partial<SessionView> = {}): SessionView {
  const at = '2026-11-22T12:00:00.000Z';
  const counts = { events: 1, prompts: 0, toolCalls: 0, errors: 0 };
  return { id, state: 'idle', since: at, host: 'laptop', startedAt: at, lastEventAt: at, counts, ...more };
}

/** What a daemon with these events would answer, page by page; it notes what it was asked. */
export function createClientOf(events: readonly Envelope[]) {
  const asked: Readonly<Record<string, unknown>>[] = [];
  const page = (query: Readonly<Record<string, unknown>>): EventPage => {
    asked.push(query);
    const limit = Number(query.limit);
    if (query.after !== undefined) {
      const found = events.filter(({ seq }) => seq > Number(query.after)).slice(0, limit);
      const last = found.at(-1)?.seq ?? Number(query.after);
      return { events: found, before: found[0]?.seq ?? 0, after: last, more: last < (events.at(-1)?.seq ?? 0) };
    }
    const found = events.filter(({ seq }) => seq < Number(query.before ?? Number.POSITIVE_INFINITY)).slice(-limit);
    const first = found[0]?.seq ?? 1;
    return { events: found, before: first, after: found.at(-1)?.seq ?? 0, more: first > (events[0]?.seq ?? 1) };
  };
  const client = { events: async (query: Readonly<Record<string, unknown>>) => page(query) } as unknown as Client;
  return { client, asked };
}
