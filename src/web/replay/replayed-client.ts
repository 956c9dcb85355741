import type { Client } from '../api/client.ts';
import type { Recording } from './recording.ts';

interface ReplayedParts {
  readonly client: Client;
  readonly sessionId: string;
  readonly recording: Recording;
  /** The place of the replay. */
  readonly placeMs: () => number;
}

/** The daemon as it would have answered then: of this session nothing is known that had yet to happen. */
export function createReplayedClient({ client, sessionId, recording, placeMs }: ReplayedParts): Client {
  const isOurs = (id: unknown): boolean => id === sessionId;
  const nothing = { events: [], before: 0, after: 0, more: false };

  return {
    ...client,
    async session(id) {
      if (!isOurs(id)) return client.session(id);
      await recording.untilKnown(placeMs());
      return recording.detailAt(placeMs());
    },
    async spans(session, calls) {
      if (!isOurs(session)) return client.spans(session, calls);
      await recording.untilKnown(placeMs());
      return recording.spansAt(placeMs()).filter(({ tool_use_id: call }) => calls.includes(call));
    },
    async waits(session, since) {
      const waits = await client.waits(session, since);
      return isOurs(session) ? waits.filter(({ endedAt }) => parseTime(endedAt) <= placeMs()) : waits;
    },
    async events(query) {
      if (!isOurs(query.session)) return client.events(query);
      const untilMs = Math.min(placeMs(), parseTime(query.until));
      return untilMs < 0 ? nothing : client.events({ ...query, until: new Date(untilMs).toISOString() });
    },
  };
}

function parseTime(time: unknown): number {
  const ms = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(ms) ? Number.POSITIVE_INFINITY : ms;
}
