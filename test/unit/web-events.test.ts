import { describe, expect, test } from 'vitest';
import { createEventWindow, MAX_ROWS } from '../../src/web/state/event-window.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { createRowTest, parseNarrowing } from '../../src/web/state/narrowing.ts';
import { anEnvelope, createClientOf } from '../helpers/web-parts.ts';

const NOTHING = parseNarrowing(new URLSearchParams());
const many = (count: number, from = 1) => Array.from({ length: count }, (_, at) => anEnvelope(from + at, 'hook.stop'));

function createStage(count: number) {
  const { client, asked } = createClientOf(many(count));
  const feed = createFeed((work) => work());
  const events = createEventWindow({ client, feed }, NOTHING);
  const seqs = () => events.rows.value.map(({ seq }) => seq);
  return { events, feed, asked, first: () => seqs()[0], last: () => seqs().at(-1), count: () => seqs().length, seqs };
}

describe('the window over all events', () => {
  test('begins with the newest, and goes back a page at a time without a hole', async () => {
    const { events, first, last, seqs } = createStage(1000);
    await events.loadNewest();
    expect([first(), last()]).toEqual([751, 1000]);
    await events.loadOlder();
    await events.loadOlder();
    expect(seqs()).toEqual(Array.from({ length: 750 }, (_, at) => 251 + at));
  });

  test('holds only so many, whichever way it goes, and comes back to the newest', async () => {
    const { events, first, last, count } = createStage(10_000);
    await events.loadNewest();
    for (let at = 0; at < 39; at += 1) await events.loadOlder();
    expect([first(), count()]).toEqual([1, MAX_ROWS]);
    expect(events.hasOlder.value).toBe(false);
    expect(events.hasNewer.value).toBe(true);
    while (events.hasNewer.value) await events.loadNewer();
    expect(last()).toBe(10_000);
    expect(count()).toBeLessThanOrEqual(MAX_ROWS);
    expect(events.rows.value.every(({ seq }, at, all) => at === 0 || seq === (all[at - 1]?.seq ?? 0) + 1)).toBe(true);
  });

  test('what arrives makes the oldest go while the end is looked at', async () => {
    const { events, feed, first, last, count } = createStage(250);
    await events.loadNewest();
    feed.put(many(5000, 251));
    expect(last()).toBe(5250);
    expect(count()).toBeLessThanOrEqual(MAX_ROWS);
    expect(first()).toBeGreaterThan(1);
    expect(events.hasOlder.value).toBe(true);
  });

  test('what arrives is counted while older ones are looked at, and none of them goes', async () => {
    const { events, feed, first } = createStage(500);
    await events.loadNewest();
    events.follow(false);
    feed.put(many(4000, 501));
    expect(events.unseen.value).toBe(4000);
    expect(first()).toBe(251);
    expect(events.hasNewer.value).toBe(true);
  });

  test('what arrives while a page is read is not lost, and not there twice', async () => {
    const { events, feed, last, count } = createStage(300);
    const reading = events.loadNewest();
    feed.put(many(3, 299));
    await reading;
    expect([last(), count()]).toEqual([301, 251]);
  });
});

describe('a pause', () => {
  function createListener() {
    const feed = createFeed((work) => work());
    const seen = { events: 0, resets: 0 };
    feed.subscribe({
      onEvents: (events) => {
        seen.events += events.length;
      },
      onReset: () => {
        seen.resets += 1;
      },
    });
    return { feed, seen };
  }

  test('holds back what comes, and gives it out afterwards', () => {
    const { feed, seen } = createListener();
    feed.togglePause();
    feed.put(many(20));
    expect([seen.events, feed.withheld.value]).toEqual([0, 20]);
    feed.togglePause();
    expect([seen.events, seen.resets, feed.withheld.value]).toEqual([20, 0, 0]);
  });

  test('of many hours is followed by a look at the store', () => {
    const { feed, seen } = createListener();
    feed.togglePause();
    for (let at = 0; at < 5; at += 1) feed.put(many(1000));
    expect(feed.withheld.value).toBe(5000);
    feed.togglePause();
    expect([seen.events, seen.resets]).toEqual([0, 1]);
  });
});

test.each([
  ['', true],
  ['type=hook.post_*', true],
  ['type=hook.pre_tool,hook.stop', false],
  ['tool=Ba*', true],
  ['tool=Read', false],
  ['session=one&tool=Read,Bash', true],
  ['session=two', false],
  ['until=2026-11-22', false],
  ['outcome=ok,failed', true],
  ['outcome=failed', false],
  ['agent=Explore', true],
  ['agent=a1,b', true],
  ['agent=Plan', false],
  ['project=/home/dev/shop', true],
  ['project=/home/dev/shop/api', true],
  ['project=/home/dev/sho', false],
])('narrowed by "%s", a call of Bash that ended is shown: %s', (query, isShown) => {
  const event = anEnvelope(1, 'hook.post_tool', { tool_name: 'Bash', agent_id: 'a1', agent_type: 'Explore' });
  const isMeant = createRowTest(parseNarrowing(new URLSearchParams(query)), () => '/home/dev/shop/api');
  expect(isMeant(event)).toBe(isShown);
});

test('all pages of one look begin at the same moment, however long somebody scrolls', async () => {
  const { client, asked } = createClientOf(many(1000));
  let nowMs = Date.parse('2026-11-22T12:00:00Z');
  const narrowing = parseNarrowing(new URLSearchParams('since=1h&until=10m'));
  const events = createEventWindow({ client, feed: createFeed((work) => work()), nowMs: () => nowMs }, narrowing);
  await events.loadNewest();
  nowMs += 60_000;
  await events.loadOlder();
  await events.loadNewest();
  expect(asked.map(({ since, until }) => [since, until])).toEqual([
    ['2026-11-22T11:00:00.000Z', '2026-11-22T11:50:00.000Z'],
    ['2026-11-22T11:00:00.000Z', '2026-11-22T11:50:00.000Z'],
    ['2026-11-22T11:01:00.000Z', '2026-11-22T11:51:00.000Z'],
  ]);
  events.close();
});

test('an event that never was leads to the newest, and what comes next is not left out', async () => {
  const { client, asked } = createClientOf(many(10));
  const feed = createFeed((work) => work());
  const events = createEventWindow({ client, feed }, NOTHING);
  await events.loadAround(99_999);
  expect(events.rows.value.at(-1)?.seq).toBe(10);
  await events.catchUp();
  expect(asked.at(-1)).toMatchObject({ after: 10 });
  events.close();
});
