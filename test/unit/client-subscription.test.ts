import { setImmediate as endOfTurn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { lost } from '../../src/client/lost.ts';
import type { Notice } from '../../src/client/notice.ts';
import type { OpenStream, StreamListener } from '../../src/client/stream.ts';
import { createSubscription, type SubscriptionOptions } from '../../src/client/subscription.ts';
import { anEnvelope } from '../helpers/scripted-daemon.ts';
import { until } from '../helpers/until.ts';

interface FakeStream extends StreamListener {
  readonly said: Record<string, unknown>[];
  readonly holds: boolean[];
  isClosed: boolean;
  saysGoodbye: boolean;
  say(...messages: object[]): void;
}

let streams: FakeStream[];
let notices: Notice[];
let canHold: boolean;
let refusals: number;

beforeEach(() => {
  streams = [];
  notices = [];
  canHold = false;
  refusals = 0;
});

/** Opens like a browser's WebSocket: at once, and cannot be held up unless a test says so. */
const open: OpenStream = async (listener) => {
  if (refusals > 0) {
    refusals -= 1;
    throw lost();
  }
  const stream: FakeStream = {
    ...listener,
    said: [],
    holds: [],
    isClosed: false,
    saysGoodbye: true,
    say: (...messages) => messages.forEach((message) => void listener.onText(JSON.stringify(message))),
  };
  streams.push(stream);
  const close = () => {
    if (stream.isClosed) return;
    stream.isClosed = true;
    if (stream.saysGoodbye) setImmediate(() => listener.onClose(lost()));
  };
  setImmediate(listener.onOpen);
  const send = (text: string) => void stream.said.push(JSON.parse(text) as Record<string, unknown>);
  const hold = (isHeld: boolean) => void stream.holds.push(isHeld);
  return { send, close, cut: close, ...(canHold ? { hold } : {}) };
};

const welcome = (seq = 0, storeId = 'store-1') => ({
  type: 'system.welcome',
  version: '1',
  store_id: storeId,
  seq,
  oldest_seq: 1,
});
const aSubscription = (options: SubscriptionOptions = {}) =>
  createSubscription(open, { onNotice: (notice) => notices.push(notice), ...options });

/** The stream of that number, once it has registered. */
const registered = (number: number) =>
  until(() => (streams[number]?.said.length ?? 0) > 0 && streams[number], { everyMs: 1 });

async function take(events: AsyncIterator<{ readonly seq: number }>, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) seqs.push((await events.next()).value?.seq ?? -1);
  return seqs;
}

test('registers with all that was wished, and begins before anybody reads', async () => {
  const events = aSubscription({
    session: 's1',
    types: ['hook.*'],
    after: 7,
    storeId: 'store-1',
    batch: true,
    name: 'proxy',
  });
  const stream = await registered(0);

  expect(stream.said).toEqual([
    {
      type: 'register',
      session_id: 's1',
      types: ['hook.*'],
      after: 7,
      store_id: 'store-1',
      batch: true,
      name: 'proxy',
    },
  ]);
  await events.close();
});

test('a stream that cannot be held up is left when the reader falls behind, and resumed when it has caught up', async () => {
  const events = aSubscription();
  const first = await registered(0);
  first.say(welcome());
  for (let seq = 1; seq <= 1500; seq += 1) first.say(anEnvelope(seq));
  await until(() => first.isClosed);
  for (let turn = 0; turn < 20; turn += 1) await endOfTurn(); // time enough to come back too early
  expect(streams).toHaveLength(1);

  const read = await take(events, 900);
  const second = await registered(1);
  const reached = Number(second.said[0]?.after);
  expect(reached).toBeGreaterThanOrEqual(999);
  second.say(welcome(1500));
  for (let seq = reached + 1; seq <= 1500; seq += 1) second.say(anEnvelope(seq));

  expect([...read, ...(await take(events, 600))]).toEqual(Array.from({ length: 1500 }, (_, at) => at + 1));
  expect(notices.map(({ kind }) => kind)).not.toContain('lost');
  await events.close();
});

test('one that can be is held up, and let go on', async () => {
  canHold = true;
  const events = aSubscription();
  const stream = await registered(0);
  stream.say(
    welcome(),
    Array.from({ length: 1000 }, (_, at) => anEnvelope(at + 1)),
  );
  expect(stream.holds).toEqual([false, true]);
  await take(events, 600);

  expect(stream.holds).toEqual([false, true, false]);
  await events.close();
});

test.each<[wish: string, SubscriptionOptions]>([
  ['the last events', { history: 2 }],
  ['what came since', { since: '10m' }],
  ['what comes', {}],
])(
  'asked for %s, it goes on where its stream began, though nothing came before the connection was lost',
  async (_wish, options) => {
    const events = aSubscription(options);
    const first = await registered(0);
    first.say({ ...welcome(7), after: 5 });
    first.onClose(lost());

    expect((await registered(1)).said[0]).toMatchObject({ after: 5, store_id: 'store-1' });
    await events.close();
  },
);

test('what came before the welcome was not asked for, and is not handed on', async () => {
  const events = aSubscription({ types: ['custom.b'] });
  const stream = await registered(0);
  stream.say(anEnvelope(1), anEnvelope(2), { ...welcome(2), after: 0 }, anEnvelope(2), anEnvelope(3));

  expect(await take(events, 2)).toEqual([2, 3]);
  await events.close();
});

test('so it is in another store, whose gap was told', async () => {
  const events = aSubscription({ after: 2, storeId: 'store-0' });
  const first = await registered(0);
  const gap = { type: 'system.gap', from: 3, to: null, count: null, reason: 'store_changed' };
  first.say({ ...welcome(7), after: 0 }, gap);
  first.onClose(lost());

  expect((await registered(1)).said[0]).toMatchObject({ after: 0, store_id: 'store-1' });
  await events.close();
});

test('another store is told, with the gap', async () => {
  const events = aSubscription();
  const first = await registered(0);
  first.say(welcome(), anEnvelope(1));
  await take(events, 1);
  first.onClose(lost());
  const second = await registered(1);
  second.say(
    welcome(3, 'store-2'),
    { type: 'system.gap', from: 2, to: null, count: null, reason: 'store_changed' },
    anEnvelope(1),
  );

  expect(await take(events, 1)).toEqual([1]);
  expect(notices.map(({ kind }) => kind)).toEqual(['connected', 'lost', 'newStore', 'connected', 'gap']);
  await events.close();
});

test.each<[state: string, arrange: (events: AsyncIterator<unknown>) => Promise<unknown>]>([
  ['at once', async () => undefined],
  ['while it connects', () => until(() => streams.length > 0, { everyMs: 1 })],
  ['once it is registered', () => registered(0)],
  ['between two attempts', () => until(() => notices.length > 0)],
  ['with events that nobody has read', async () => (await registered(0)).say(welcome(), anEnvelope(1), anEnvelope(2))],
])('stopped %s it ends, and lets the stream go', async (state, arrange) => {
  if (state === 'between two attempts') refusals = Infinity;
  const stop = new AbortController();
  const events = aSubscription({ signal: stop.signal });
  const reading = (async () => {
    for await (const _event of events) await until(() => stop.signal.aborted);
  })();
  await arrange(events);
  stop.abort();

  await reading;
  await events.close();
  expect(streams.every(({ isClosed }) => isClosed)).toBe(true);
});

test('a signal that was aborted before opens nothing', async () => {
  expect(await aSubscription({ signal: AbortSignal.abort() }).next()).toEqual({ done: true, value: undefined });
  expect(streams).toEqual([]);
});

test('closed while somebody waits for the next event, it lets them go before the goodbye', async () => {
  const events = aSubscription();
  const stream = await registered(0);
  const waiting = events.next();
  stream.saysGoodbye = false;
  const closed = events.close();

  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await events.next()).toEqual({ done: true, value: undefined });
  stream.onClose(lost());
  await closed;
});

test('what the daemon has against it reaches the reader behind what came before', async () => {
  const events = aSubscription();
  const stream = await registered(0);
  stream.say(welcome(), anEnvelope(1), { type: 'system.error', code: 'bad_types', message: 'No.' });

  expect(await take(events, 1)).toEqual([1]);
  await expect(events.next()).rejects.toMatchObject({ code: 'bad_types' });
});
