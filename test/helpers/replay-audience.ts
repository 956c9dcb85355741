import { expect } from 'vitest';
import type PlainWebSocket from 'ws';
import type { TestDaemon } from './daemon.ts';
import { connectStream, type Message, type StreamClient } from './stream-client.ts';
import { until } from './until.ts';

export const BEGAN_AT_MS = Date.UTC(2026, 10, 22, 12);

/** Stores events of a session that happened so many ms after noon. */
export async function record(
  daemon: TestDaemon,
  session: string,
  afterNoonMs: readonly number[],
  more: object = {},
): Promise<void> {
  const lines = afterNoonMs.map((ms, index) =>
    JSON.stringify({
      type: 'hook.stop',
      timestamp: BEGAN_AT_MS + ms,
      data: { hook_event_name: 'Stop', session_id: session, index, ...more },
    }),
  );
  const headers = { 'content-type': 'application/x-ndjson' };
  expect((await daemon.request('/v1/events', { method: 'POST', headers, body: lines.join('\n') })).status).toBe(200);
}

/** Clients of one daemon that go with the test. */
export function createAudience(daemon: () => TestDaemon) {
  const clients: StreamClient[] = [];
  return {
    async connect(open?: (address: string) => PlainWebSocket): Promise<StreamClient> {
      const client = await connectStream(daemon(), open === undefined ? {} : { open });
      clients.push(client);
      return client;
    },
    leave() {
      for (const client of clients.splice(0)) client.close();
    },
  };
}

/** The events of one replay, or without a name the live ones. */
export function eventsOf(client: StreamClient, replay?: string): Message[] {
  return client.heard.filter((message) => String(message.type).startsWith('hook.') && message.replay === replay);
}

export function indexesOf(client: StreamClient, replay?: string): unknown[] {
  return eventsOf(client, replay).map(({ data }) => (data as Message).index);
}

export function untilEnded(client: StreamClient, replay = 'replay'): Promise<true> {
  return until(() => client.heard.some((said) => said.replay === replay && said.state === 'ended') || undefined);
}
