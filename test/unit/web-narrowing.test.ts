import { describe, expect, test, vi } from 'vitest';
import { createEventWindow } from '../../src/web/state/event-window.ts';
import { toExportCommand } from '../../src/web/state/export-command.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { findSeqAt } from '../../src/web/state/find-seq.ts';
import { toPieces } from '../../src/web/state/marks.ts';
import { parseNarrowing, toQuery, withoutValue, withValue } from '../../src/web/state/narrowing.ts';
import { allSuggestions, suggest } from '../../src/web/state/suggest.ts';
import { anEnvelope, aSession, createClientOf } from '../helpers/web-parts.ts';

const narrowed = (query: string) => parseNarrowing(new URLSearchParams(query));

test('what stands in the address is asked of the daemon, and no more', () => {
  expect(
    toQuery(
      narrowed('q=%20cart%20&tool=Bash,%20Edit,Bash&session=a,b&since=1h&event=3'),
      Date.parse('2026-11-22T12:00:00Z'),
    ),
  ).toEqual({
    q: 'cart',
    session: ['a,b'],
    project: undefined,
    type: undefined,
    tool: ['Bash', 'Edit'],
    outcome: undefined,
    agent: undefined,
    since: '2026-11-22T11:00:00.000Z',
    until: undefined,
  });
});

test('a value is added to others of its kind; a session takes the place of another', () => {
  expect(withValue(narrowed('tool=Bash'), 'tool', 'Edit')).toEqual({ tool: 'Bash,Edit' });
  expect(withValue(narrowed('session=a'), 'session', 'b')).toEqual({ session: 'b' });
  expect(withoutValue(narrowed('tool=Bash,Edit'), 'tool', 'Bash')).toEqual({ tool: 'Edit' });
});

test.each([
  ['', 'mpm-hook export --output events.jsonl'],
  ['type=hook.post_*&tool=Bash', "mpm-hook export --type 'hook.post_*' --tool Bash --output events.jsonl"],
  ['project=/home/dev/it’s $HOME', "mpm-hook export --project '/home/dev/it’s $HOME' --output events.jsonl"],
  ["agent=-x'y&since=1h", "mpm-hook export --agent '-x'\\''y' --since 1h --output events.jsonl"],
  ['q="a b" -c', `mpm-hook search --limit 10000 --json -- '"a b" -c' > found.json`],
])('narrowed by %s, what a terminal is told is one safe line', (query, command) => {
  expect(toExportCommand(narrowed(query))).toBe(command);
});

describe('suggestions', () => {
  const names = { types: ['hook.post_tool_batch', 'hook.stop'], tools: ['Bash', 'Read'], agents: ['Explore'] };
  const all = allSuggestions(names, [aSession('one', { project: '/home/dev/bakery', title: 'Mend the oven' })]);
  const told = (typed: string) => suggest(all, typed).map(({ facet, value }) => `${facet} ${value}`);

  test('without a letter show some of each kind', () => {
    expect(new Set(suggest(all, '').map(({ facet }) => facet)).size).toBe(6);
  });

  test.each([
    ['ba', ['tool Bash', 'type hook.post_tool_batch', 'project /home/dev/bakery', 'session one']],
    ['oven', ['session one']],
    ['outcome fail', ['outcome failed']],
    ['mcp__*', ['type mcp__*', 'tool mcp__*']],
    [
      'nothing like it',
      ['tool nothing like it', 'type nothing like it', 'agent nothing like it', 'session nothing like it'],
    ],
  ])('for "%s" are %j', (typed, expected) => {
    expect(told(typed)).toEqual(expected);
  });
});

test('what was found is marked, and stands near the beginning of its line', () => {
  const excerpt = `${'x'.repeat(40)}cart and cart`;
  const pieces = toPieces({
    path: 'prompt',
    excerpt,
    ranges: [
      [40, 44],
      [49, 53],
    ],
  });
  expect(pieces.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(['cart', 'cart']);
  expect(pieces.map(({ text }) => text).join('')).toBe(`…${'x'.repeat(16)}cart and cart`);
});

test.each([
  [0, 1],
  [1000, 1],
  [500_000, 500],
  [500_500, 501],
  [2_000_000, 1001],
])('the event of a time is found among many that have gone: %i ms', async (afterMs, seq) => {
  const base = Date.UTC(2026, 10, 22, 12, 0, 0);
  const kept = Array.from({ length: 1000 }, (_, at) => anEnvelope(at + 1, 'hook.stop')).filter(
    ({ seq: one }) => one % 7 !== 3,
  );
  const found = await findSeqAt(createClientOf(kept).client, base + afterMs);
  const first = kept.find((event) => event.seq >= found)?.seq;
  expect(first).toBe(kept.find((event) => event.seq >= seq)?.seq);
});

test('while something is looked for, what arrives is asked of the index and counted, also when that comes later', async () => {
  vi.useFakeTimers();
  const page = { before: 1, after: 5, more: false };
  const lag = (indexedSeq: number, lagEvents: number) => ({ indexedSeq, lagEvents, state: 'ready' as const });
  const answers = [
    { events: [anEnvelope(5, 'hook.stop')], ...page, index: lag(5, 0) },
    { events: [], ...page, index: lag(5, 2) },
    { events: [anEnvelope(6, 'hook.stop')], ...page, after: 7, index: lag(7, 0) },
  ];
  const asked: unknown[] = [];
  const client = {
    events: async (query: Readonly<Record<string, unknown>>) => {
      asked.push(query.after);
      return answers.shift() ?? { events: [], ...page };
    },
  };
  const feed = createFeed((work) => work());
  const events = createEventWindow({ client, feed }, narrowed('q=cart'));
  await events.loadNewest();
  feed.put([anEnvelope(6, 'hook.stop'), anEnvelope(7, 'hook.stop')]);
  expect([events.rows.value.length, events.unseen.value]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([events.index.value?.lagEvents, events.unseen.value]).toEqual([2, 0]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([events.index.value?.lagEvents, events.unseen.value]).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toEqual([undefined, 5, 5]);
  events.close();
  vi.useRealTimers();
});

describe('the window, entered elsewhere', () => {
  const many = Array.from({ length: 1000 }, (_, at) => anEnvelope(at + 1, 'hook.stop'));
  function open() {
    const events = createEventWindow(
      { client: createClientOf(many).client, feed: createFeed((work) => work()) },
      narrowed(''),
    );
    const seqs = () => events.rows.value.map(({ seq }) => seq);
    return { events, seqs, ends: () => [seqs()[0], seqs().at(-1), events.hasOlder.value, events.hasNewer.value] };
  }

  test('around an event has what was before and what came after, without a hole', async () => {
    const { events, seqs, ends } = open();
    await events.loadAround(500);
    expect(ends()).toEqual([250, 749, true, true]);
    expect(events.beginning.value.seq).toBe(500);
    await events.loadOlder();
    await events.loadNewer();
    expect(seqs()).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1).slice(0, 999));
  });

  test('at the oldest and at a time', async () => {
    const { events, ends } = open();
    await events.loadOldest();
    expect(ends()).toEqual([1, 250, false, true]);
    await events.loadAt(Date.UTC(2026, 10, 22, 12, 0, 600));
    expect(events.beginning.value.seq).toBe(600);
  });

  test('of two readings at once the later counts, and nothing that arrives meanwhile is lost', async () => {
    const feed = createFeed((work) => work());
    const waiting: (() => void)[] = [];
    const { client } = createClientOf(many);
    const slow = {
      events: async (query: Parameters<typeof client.events>[0]) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return client.events(query);
      },
    };
    const events = createEventWindow({ client: slow, feed }, narrowed(''));
    const [first, second] = [events.loadNewest(), events.loadNewest()];
    waiting[1]?.();
    await second;
    feed.put([anEnvelope(1001, 'hook.stop')]);
    waiting[0]?.();
    await first;
    expect([events.rows.value.at(-1)?.seq, events.beginning.value.generation]).toEqual([1001, 1]);
  });
});
