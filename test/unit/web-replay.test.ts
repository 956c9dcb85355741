import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { advance } from '../../src/daemon/sessions/advance.ts';
import { beginSession } from '../../src/daemon/sessions/session-state.ts';
import { toSessionView } from '../../src/daemon/sessions/session-view.ts';
import type { Client } from '../../src/web/api/client.ts';
import { createPast } from '../../src/web/replay/past.ts';
import { nextSpeed, parsePlace, parseSpeed } from '../../src/web/replay/place.ts';
import { reachedMs } from '../../src/web/replay/playhead.ts';
import { createRecording } from '../../src/web/replay/recording.ts';
import { createReplayedClient } from '../../src/web/replay/replayed-client.ts';
import { stayInReplay } from '../../src/web/state/address.ts';
import { toBands, toTicks } from '../../src/web/views/replay/bands.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

const CALL = { tool_use_id: 'c1', tool_name: 'Bash', tool_input: { command: 'ls' } };
/** A second after the other: seq 1 is at 12:00:01. */
const STORY = [
  anEnvelope(1, 'hook.session_start', { source: 'startup', model: 'opus' }),
  anEnvelope(2, 'hook.user_prompt', { prompt: 'Look around' }),
  anEnvelope(3, 'hook.pre_tool', CALL),
  anEnvelope(4, 'hook.permission_request', CALL),
  anEnvelope(6, 'hook.post_tool_use_failure', { ...CALL, error: 'no' }),
  anEnvelope(8, 'hook.stop', {}),
];
const at = (second: number): number => Date.UTC(2026, 10, 22, 12, 0, second);

function aRecording() {
  const recording = createRecording('one');
  for (const event of STORY) recording.take(event);
  recording.finish();
  return recording;
}

test('at any time a session stands as it would have been told then', () => {
  const recording = aRecording();
  const states = [2, 3, 4, 5, 6, 8, 9].map((second) => recording.detailAt(at(second)).state);
  expect(states).toEqual(['working', 'working', 'waiting', 'waiting', 'working', 'idle', 'idle']);
  let state = beginSession('one', at(1));
  for (const { id, type, host, data, timestamp } of STORY) {
    const atMs = Date.parse(timestamp);
    state = advance(state, { id, type, atMs, host, data, origin: {} }).state;
    expect(recording.detailAt(atMs)).toEqual({ ...toSessionView(state), agents: [] });
  }
});

test('before its first event a session has done nothing', () => {
  expect(aRecording().detailAt(at(0))).toMatchObject({ state: 'idle', counts: { events: 0, prompts: 0 } });
});

test('a call runs until the event that ended it', () => {
  const recording = aRecording();
  const outcomes = [2, 3, 5, 6].map((second) => recording.spansAt(at(second)).map(({ outcome }) => outcome));
  expect(outcomes).toEqual([[], ['running'], ['running'], ['failed']]);
});

test('the marks tell turns, waits and errors', () => {
  const { phases, prompts, errors } = aRecording().marks();
  expect(phases.map(({ fromMs, state }) => [fromMs, state])).toEqual([
    [at(1), 'idle'],
    [at(2), 'working'],
    [at(4), 'waiting'],
    [at(6), 'working'],
    [at(8), 'idle'],
  ]);
  expect([prompts, errors]).toEqual([[at(2)], [at(6)]]);
});

test('what was told is forgotten when it is told again', () => {
  const recording = aRecording();
  recording.restart();
  expect(recording.detailAt(at(8)).counts.events).toBe(0);
  expect(recording.isWhole()).toBe(false);
  for (const event of STORY) recording.take(event);
  expect(recording.detailAt(at(8)).counts.events).toBe(6);
});

test('who asks for a time that is not known yet waits for it', async () => {
  const recording = createRecording('one');
  let isKnown = false;
  const known = recording.untilKnown(at(2)).then(() => {
    isKnown = true;
  });
  recording.take(anEnvelope(2, 'hook.user_prompt'));
  await Promise.resolve();
  expect(isKnown).toBe(false); // another event may be at the same time
  recording.take(anEnvelope(3, 'hook.stop'));
  await known;
});

test('of a long past every second is let go, and what is asked for is still of before', () => {
  const past = createPast<number>(10);
  for (let ms = 0; ms < 1000; ms += 1) past.push(ms, ms);
  for (const ms of [0, 10, 500, 999, 5000]) {
    const found = past.at(ms) ?? Number.NaN;
    expect(found).toBeLessThanOrEqual(ms);
    expect(Math.min(ms, 999) - found).toBeLessThan(200);
  }
  expect(past.at(-1)).toBeUndefined();
  const held = new Set(Array.from({ length: 1000 }, (_, ms) => past.at(ms)));
  expect(held.size).toBeLessThanOrEqual(10);
});

test('between events the place goes on with the clock, and never past the next one', () => {
  const recording = aRecording();
  const pace = { speed: 2, skipsIdle: false };
  expect(reachedMs(at(4), 500, pace, recording)).toBe(at(4) + 1000);
  expect(reachedMs(at(4), 60_000, pace, recording)).toBe(at(6) - 1);
  expect(reachedMs(at(8), 60_000, pace, recording)).toBe(at(8));
  expect(reachedMs(at(4), 60_000, { ...pace, speed: 'max' }, recording)).toBe(at(4));
});

test('of a long pause only so much is played where idle times are skipped', () => {
  const recording = createRecording('one');
  recording.take(anEnvelope(1, 'hook.session_start'));
  recording.take(anEnvelope(50, 'hook.stop'));
  expect(reachedMs(at(1), 30_000, { speed: 1, skipsIdle: true }, recording)).toBe(at(1) + 3000);
  expect(reachedMs(at(1), 30_000, { speed: 1, skipsIdle: false }, recording)).toBe(at(31));
});

test.each([
  ['start', at(1) - 1, true],
  ['5s', at(6), false],
  ['2026-11-22T12:00:04.000Z', at(4), false],
  ['2020-01-01T00:00:00Z', at(1) - 1, false],
  ['2030-01-01T00:00:00Z', at(8), false],
  ['nonsense', at(1) - 1, false],
  ['', at(1) - 1, false],
])('the place %j of an address', (text, placeMs, plays) => {
  expect(parsePlace(text, { startMs: at(1), endMs: at(8) })).toEqual({ placeMs, plays });
});

test('speeds end at the slowest and at the fastest', () => {
  expect([parseSpeed('10'), parseSpeed('max'), parseSpeed('7'), parseSpeed(null)]).toEqual([10, 'max', 1, 1]);
  expect([nextSpeed(1, 1), nextSpeed('max', 1), nextSpeed(0.5, -1), nextSpeed(100, 1)]).toEqual([2, 'max', 0.5, 'max']);
});

test('of the session that is replayed nothing is asked that had yet to happen; of others all', async () => {
  const asked: unknown[] = [];
  const client = {
    events: async (query: object) => {
      asked.push(query);
      return { events: [], before: 0, after: 0, more: false };
    },
    spans: async (session: string) => [{ session_id: session, outcome: 'of now' }],
  } as unknown as Client;
  const placeMs = signal(at(5));
  const then = createReplayedClient({
    client,
    sessionId: 'one',
    recording: aRecording(),
    placeMs: () => placeMs.value,
  });
  await then.events({ session: 'one', limit: 10 });
  await then.events({ session: 'one', until: '2026-11-22T12:00:02.000Z' });
  await then.events({ session: 'two' });
  expect(asked).toEqual([
    { session: 'one', limit: 10, until: '2026-11-22T12:00:05.000Z' },
    { session: 'one', until: '2026-11-22T12:00:02.000Z' },
    { session: 'two' },
  ]);
  expect((await then.spans('one', ['c1'])).map(({ outcome }) => outcome)).toEqual(['running']);
  expect(await then.spans('one', ['another'])).toEqual([]);
  expect((await then.spans('two', ['a']))[0]?.outcome).toBe('of now');
  expect((await then.session('one')).state).toBe('waiting');
});

test('a wait is seen on the bar however short it was, and what falls together is drawn once', () => {
  const bounds = { startMs: 0, endMs: 100_000 };
  const phases = [
    { fromMs: 0, state: 'working' },
    { fromMs: 50_000, state: 'waiting' },
    { fromMs: 50_001, state: 'working' },
    { fromMs: 60_000, state: 'idle' },
  ] as const;
  expect(toBands(phases, bounds)).toEqual([
    { from: 0, to: 500, state: 'working' },
    { from: 500, to: 500, state: 'waiting' },
    { from: 500, to: 600, state: 'working' },
  ]);
  expect(toTicks([10, 20, 99_999, 500_000], bounds)).toEqual([0, 1000]);
});

test('a link within the session stays in its replay; one to elsewhere leaves it', () => {
  const from = '/sessions/one?replay=10m&speed=5&event=3';
  const to = (url: string) => stayInReplay(new URL(url, 'http://page'), from);
  expect(to('/sessions/one?event=4')).toBe('/sessions/one?event=4&replay=10m&speed=5');
  expect(to('/sessions/two?event=4')).toBe('/sessions/two?event=4');
  expect(to('/sessions/one?replay=start')).toBe('/sessions/one?replay=start');
  expect(stayInReplay(new URL('http://page/sessions/one?event=4'), '/sessions/one')).toBe('/sessions/one?event=4');
});
