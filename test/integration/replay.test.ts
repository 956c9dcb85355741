import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { BEGAN_AT_MS, createAudience, eventsOf, indexesOf, record, untilEnded } from '../helpers/replay-audience.ts';
import { spool } from '../helpers/spooled.ts';
import type { Message } from '../helpers/stream-client.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;
let session: string;
let sessions = 0;
const audience = createAudience(() => daemon);

beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.close());
beforeEach(() => {
  sessions += 1;
  session = `session-${sessions}`;
  audience.leave();
});

describe('a replay', () => {
  test('sends every event as it was sent before, marked, between where it begins and where it ends', async () => {
    await record(daemon, session, [0, 20, 40]);
    const client = await audience.connect();
    client.say({ type: 'replay', session_id: session, speed: 'max' });
    await untilEnded(client);

    const told = { type: 'system.replay', replay: 'replay', session_id: session, count: 3, speed: 'max' };
    const bounds = { start: '2026-11-22T12:00:00.000Z', end: '2026-11-22T12:00:00.040Z' };
    expect(client.heard[0]).toEqual({ ...told, ...bounds, state: 'playing', position: bounds.start, passed: 0 });
    expect(client.heard.at(-1)).toEqual({ ...told, ...bounds, state: 'ended', position: bounds.end, passed: 3 });
    const answer = await daemon.request(`/v1/events?session=${session}`);
    const { events } = (await answer.json()) as { events: Message[] };
    expect(eventsOf(client, 'replay')).toEqual(events.map((event) => ({ ...event, replayed: true, replay: 'replay' })));
  });

  test('keeps to the recorded intervals: never early', async () => {
    await record(daemon, session, [0, 100, 300]);
    const client = await audience.connect();
    const beganMs = performance.now();
    client.say({ type: 'replay', session_id: session });
    await until(() => eventsOf(client, 'replay').length === 3, { everyMs: 1 });
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(299);
  });

  test('is in the order of the story, with what came late through the spool', async () => {
    await record(daemon, session, [0, 2000]);
    const text = JSON.stringify({ hook_event_name: 'Stop', session_id: session, index: 'late' });
    spool(daemon.home.paths, `late-event-${session}`, { sentAtMs: BEGAN_AT_MS + 1000, text });
    await until(async () => (await (await daemon.request(`/v1/events?session=${session}`)).text()).includes('"late"'));
    const client = await audience.connect();
    client.say({ type: 'replay', session_id: session, speed: 'max' });
    await untilEnded(client);
    expect(indexesOf(client, 'replay')).toEqual([0, 'late', 1]);
  });

  test('stores nothing and counts nothing', async () => {
    await record(daemon, session, [0, 1, 2]);
    const before = await daemon.status();
    const client = await audience.connect();
    client.say({ type: 'replay', session_id: session, speed: 'max' });
    await untilEnded(client);
    const counted = ({ seq, events, duplicates, sessions: many, store }: Message) => [
      seq,
      events,
      duplicates,
      many,
      (store as Message).events,
    ];
    expect(counted(await daemon.status())).toEqual(counted(before));
  });

  test('goes to its own connection only, and ends where the session ended when it began', async () => {
    await record(daemon, session, [0, 60_000]);
    const [player, other] = [await audience.connect(), await audience.connect()];
    other.say({ type: 'register', session_id: session });
    await other.next('system.welcome');
    player.say({ type: 'replay', session_id: session });
    await player.next('hook.stop');
    await daemon.post({ hook_event_name: 'Stop', session_id: session, index: 'live' });
    await other.next('hook.stop');
    player.say({ type: 'replay.speed', speed: 'max' });
    await untilEnded(player);
    expect(indexesOf(player, 'replay')).toEqual([0, 1]);
    expect(indexesOf(other)).toEqual(['live']);
    expect(other.heard.some(({ replayed }) => replayed === true)).toBe(false);
  });

  test('silences the live stream of a client that never registered, and of no other', async () => {
    await record(daemon, session, [0]);
    const [silent, both] = [await audience.connect(), await audience.connect()];
    both.say({ type: 'register', session_id: session });
    for (const client of [silent, both]) client.say({ type: 'replay', session_id: session });
    await Promise.all([untilEnded(silent), untilEnded(both)]);
    await daemon.post({ hook_event_name: 'Stop', session_id: session, index: 'live' });
    await until(() => indexesOf(both).length === 1);
    expect(indexesOf(silent)).toEqual([]);

    silent.say({ type: 'register', session_id: session });
    await silent.next('system.welcome');
    await daemon.post({ hook_event_name: 'Stop', session_id: session, index: 'later' });
    await until(() => indexesOf(silent).length > 0);
    expect(indexesOf(silent)).toEqual(['later']);
  });

  test('two of them and live events at once stay apart, each whole and in order', async () => {
    const times = Array.from({ length: 40 }, (_, at) => at * 5);
    await record(daemon, session, times, { of: 'one' });
    await record(daemon, `${session}-b`, times, { of: 'two' });
    const client = await audience.connect();
    client.say({ type: 'register', session_id: `${session}-live` });
    await client.next('system.welcome');
    client.say({ type: 'replay', id: 'a', session_id: session, speed: 0.5 });
    client.say({ type: 'replay', id: 'b', session_id: `${session}-b` });
    for (let index = 0; index < 20; index += 1) {
      await daemon.post({ hook_event_name: 'Stop', session_id: `${session}-live`, index });
    }
    await Promise.all([untilEnded(client, 'a'), untilEnded(client, 'b')]);

    const all = times.map((_, index) => index);
    expect(indexesOf(client, 'a')).toEqual(all);
    expect(indexesOf(client, 'b')).toEqual(all);
    expect(indexesOf(client)).toEqual(all.slice(0, 20));
    expect(new Set(eventsOf(client, 'b').map((event) => event.session_id))).toEqual(new Set([`${session}-b`]));
    expect(eventsOf(client).some(({ replayed }) => replayed === true)).toBe(false);
  });

  test('is paused, sought, quickened and stopped by its client, and says so each time', async () => {
    await record(
      daemon,
      session,
      Array.from({ length: 100 }, (_, at) => at * 1000),
    );
    const client = await audience.connect();
    client.say({ type: 'replay', session_id: session, from: '10s' });
    client.say({ type: 'replay.pause' });
    client.say({ type: 'replay.seek', to: '2026-11-22T12:01:35.000Z' });
    client.say({ type: 'replay.speed', speed: 1000 });
    client.say({ type: 'replay.resume' });
    await untilEnded(client);
    client.say({ type: 'replay.stop' });
    await until(() => client.heard.at(-1)?.state === 'stopped');

    const told = client.heard.filter(({ type }) => type === 'system.replay');
    expect(told.map(({ state, speed }) => [state, speed])).toEqual([
      ['playing', 1],
      ['paused', 1],
      ['paused', 1],
      ['paused', 1000],
      ['playing', 1000],
      ['ended', 1000],
      ['stopped', 1000],
    ]);
    expect(told[2]).toMatchObject({ position: '2026-11-22T12:01:35.000Z', passed: 95 });
    expect(indexesOf(client, 'replay')).toEqual([10, 95, 96, 97, 98, 99]);
  });

  test('shortens long pauses for who asks for it', async () => {
    await record(daemon, session, [0, 3_600_000, 7_200_000]);
    const client = await audience.connect();
    client.say({ type: 'replay', session_id: session, max_gap_ms: 10 });
    await untilEnded(client);
    expect(indexesOf(client, 'replay')).toEqual([0, 1, 2]);
    expect(client.heard[0]).toMatchObject({ max_gap_ms: 10, end: '2026-11-22T14:00:00.000Z' });
  });

  test('another under the same name takes its place', async () => {
    await record(daemon, session, [0, 60_000]);
    const client = await audience.connect();
    client.say({ type: 'replay', session_id: session });
    await client.next('hook.stop');
    client.say({ type: 'replay', session_id: session, from: '1m' });
    await untilEnded(client);
    expect(client.heard.flatMap(({ state = [] }) => state)).toEqual(['playing', 'stopped', 'playing', 'ended']);
    expect(indexesOf(client, 'replay')).toEqual([0, 1]);
  });
});
