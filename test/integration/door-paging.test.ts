import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Envelope } from '../../src/shared/envelope.ts';
import { toldOutcome } from '../../src/shared/told-outcome.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { until } from '../helpers/until.ts';

interface Page {
  readonly events: readonly Envelope[];
  readonly before: number;
  readonly after: number;
  readonly more: boolean;
}

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const EVENTS = 300;
const TYPES = ['hook.pre_tool', 'hook.post_tool', 'hook.post_tool_use_failure', 'hook.stop'];

const toTime = (seconds: number) => new Date(NOON_MS + seconds * 1000).toISOString();

let daemon: InProcessDaemon;
let all: readonly Envelope[];

/** Arrival and time have little to do with each other here, as when spools were drained and clocks were set. */
beforeAll(async () => {
  daemon = await startTestDaemon();
  const lines = Array.from({ length: EVENTS }, (_, at) =>
    JSON.stringify({
      type: TYPES[(at * 5) % 4],
      timestamp: toTime((at * 7919) % EVENTS),
      data: {
        session_id: `s${(at * 3) % 5}`,
        tool_name: ['Bash', 'Read'][(at * 11) % 2],
        tool_input: { command: at % 3 === 0 ? 'npm test' : 'ls' },
      },
    }),
  );
  const headers = { 'content-type': 'application/x-ndjson' };
  await daemon.request('/v1/events', { method: 'POST', body: lines.join('\n'), headers });
  await until(async () => ((await daemon.status()).search as { lagEvents: number }).lagEvents === 0);
  all = await pageThrough('', 'newer', 1000);
});
afterAll(() => daemon.close());

async function pageThrough(query: string, direction: 'older' | 'newer', limit: number): Promise<Envelope[]> {
  const found: Envelope[] = [];
  for (let place = direction === 'newer' ? '&after=0' : '', more = true; more; ) {
    const response = await daemon.request(`/v1/events?${query}${place}&limit=${limit}`);
    expect(response.status).toBe(200);
    const page = (await response.json()) as Page;
    const { events } = page;
    expect(events.length).toBeLessThanOrEqual(limit);
    found.push(...events);
    place = direction === 'newer' ? `&after=${page.after}` : `&before=${page.before}`;
    more = page.more;
  }
  return found.toSorted((one, other) => one.seq - other.seq);
}

const second = fc.option(fc.integer({ min: -5, max: EVENTS + 5 }), { nil: undefined });
const wish = fc.record({
  since: second,
  until: second,
  session: fc.constantFrom(undefined, 's1', 's4'),
  type: fc.constantFrom(undefined, 'hook.pre_tool', 'hook.post_tool*'),
  tool: fc.constantFrom(undefined, 'Bash'),
  outcome: fc.constantFrom(undefined, 'ok', 'failed'),
  q: fc.constantFrom(undefined, undefined, 'npm'),
});
type Wish = typeof wish extends fc.Arbitrary<infer One> ? One : never;

function toQuery({ since, until: last, ...rest }: Wish): string {
  const moments = {
    since: since === undefined ? undefined : toTime(since),
    until: last === undefined ? undefined : toTime(last),
  };
  const named = Object.entries({ ...moments, ...rest }).filter(([, value]) => value !== undefined);
  return new URLSearchParams(named as [string, string][]).toString();
}

function isWished({ type, timestamp, session_id, data }: Envelope, wished: Wish): boolean {
  const command = JSON.stringify(data.tool_input);
  return (
    (wished.since === undefined || timestamp >= toTime(wished.since)) &&
    (wished.until === undefined || timestamp <= toTime(wished.until)) &&
    (wished.session === undefined || session_id === wished.session) &&
    (wished.type === undefined || type.startsWith(wished.type.replace('*', ''))) &&
    (wished.tool === undefined || data.tool_name === wished.tool) &&
    (wished.outcome === undefined || toldOutcome(type, data) === wished.outcome) &&
    (wished.q === undefined || command.includes(wished.q))
  );
}

test('whatever is asked for, page by page in either direction everything comes exactly once', async () => {
  expect(new Set(all.map(({ timestamp }) => timestamp)).size).toBe(EVENTS);
  await fc.assert(
    fc.asyncProperty(
      wish,
      fc.constantFrom('older' as const, 'newer' as const),
      fc.integer({ min: 1, max: 60 }),
      async (wished, direction, limit) => {
        const found = await pageThrough(toQuery(wished), direction, limit);
        expect(found.map(({ seq }) => seq)).toEqual(all.filter((one) => isWished(one, wished)).map(({ seq }) => seq));
      },
    ),
    { numRuns: 60 },
  );
});
