import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Envelope } from '../../src/shared/envelope.ts';
import { printHookHeader } from '../../src/shared/hook-header.ts';
import { toldOutcome } from '../../src/shared/told-outcome.ts';
import { VERSION } from '../../src/shared/version.ts';
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
/** Every other batch was imported, the last one too. */
const BATCH = 50;
const ELSEWHERE = 'elsewhere';
const TYPES = ['hook.pre_tool', 'hook.post_tool', 'hook.post_tool_use_failure', 'hook.stop'];

const toTime = (seconds: number) => new Date(NOON_MS + seconds * 1000).toISOString();

const isImported = (seq: number) => Math.floor((seq - 1) / BATCH) % 2 === 1;

let daemon: InProcessDaemon;
let all: readonly Envelope[];

/** Arrival and time have little to do with each other here, as when spools were drained and clocks were set. */
beforeAll(async () => {
  daemon = await startTestDaemon();
  const lines = Array.from({ length: EVENTS }, (_, at) =>
    JSON.stringify({
      type: TYPES[(at * 5) % 4],
      timestamp: toTime((at * 7919) % EVENTS),
      id: `event-no-${at}`,
      host: ELSEWHERE,
      data: {
        session_id: `s${(at * 3) % 5}`,
        tool_name: ['Bash', 'Read'][(at * 11) % 2],
        tool_input: { command: at % 3 === 0 ? 'npm test' : 'ls' },
      },
    }),
  );
  for (let at = 0; at < EVENTS; at += BATCH) {
    const via = isImported(at + 1) ? 'import' : 'lines';
    const headers = {
      'content-type': 'application/x-ndjson',
      'x-mpm-hook': printHookHeader({ version: VERSION, via }),
    };
    await daemon.request('/v1/events', { method: 'POST', body: lines.slice(at, at + BATCH).join('\n'), headers });
  }
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
  host: fc.constantFrom(undefined, undefined, ELSEWHERE, 'nowhere'),
});
const looked = fc.oneof(
  fc.record({ imported: fc.constantFrom(undefined, true, false) }),
  fc.record({ q: fc.constantFrom('npm') }),
);
type One<Made> = Made extends fc.Arbitrary<infer Wanted> ? Wanted : never;
type Wish = One<typeof wish> & { readonly imported?: boolean | undefined; readonly q?: string };

function toQuery({ since, until: last, ...rest }: Wish): string {
  const moments = {
    since: since === undefined ? undefined : toTime(since),
    until: last === undefined ? undefined : toTime(last),
  };
  const named = Object.entries({ ...moments, ...rest }).filter(([, value]) => value !== undefined);
  return new URLSearchParams(named.map(([name, value]): [string, string] => [name, String(value)])).toString();
}

function isWished({ type, timestamp, session_id, data, seq, host }: Envelope, wished: Wish): boolean {
  const command = JSON.stringify(data.tool_input);
  return (
    (wished.since === undefined || timestamp >= toTime(wished.since)) &&
    (wished.until === undefined || timestamp <= toTime(wished.until)) &&
    (wished.session === undefined || session_id === wished.session) &&
    (wished.type === undefined || type.startsWith(wished.type.replace('*', ''))) &&
    (wished.tool === undefined || data.tool_name === wished.tool) &&
    (wished.outcome === undefined || toldOutcome(type, data) === wished.outcome) &&
    (wished.host === undefined || host === wished.host) &&
    (wished.imported === undefined || isImported(seq) === wished.imported) &&
    (wished.q === undefined || command.includes(wished.q))
  );
}

test('whatever is asked for, page by page in either direction everything comes exactly once', async () => {
  expect(new Set(all.map(({ timestamp }) => timestamp)).size).toBe(EVENTS);
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(wish, looked).map(([one, more]): Wish => ({ ...one, ...more })),
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
