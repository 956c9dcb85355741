import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import PlainWebSocket from 'ws';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { BEGAN_AT_MS, createAudience, indexesOf, record, untilEnded } from '../helpers/replay-audience.ts';
import { connectStream } from '../helpers/stream-client.ts';

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

describe('a client', () => {
  test('that reads nothing holds up its replay and nobody else, and misses nothing', async () => {
    const count = 400;
    await record(
      daemon,
      session,
      Array.from({ length: count }, (_, at) => at),
      { text: 'x'.repeat(60_000) },
    );
    let socket: PlainWebSocket | undefined;
    const client = await audience.connect((address) => {
      socket = new PlainWebSocket(address);
      return socket;
    });
    client.say({ type: 'replay', session_id: session, speed: 'max' });
    await client.next('system.replay');
    socket?.pause();
    // each takes more turns of the event loop than a piece of the replay would
    for (let asked = 0; asked < 300; asked += 1) {
      expect(await daemon.post({ hook_event_name: 'Stop', session_id: 'somebody-else' })).toBe(204);
    }
    client.say({ type: 'replay.pause' });
    socket?.resume();
    const paused = await client.next('system.replay');
    expect(paused).toMatchObject({ state: 'paused', passed: expect.any(Number) });
    expect(paused.passed).toBeLessThan(count);
    client.say({ type: 'replay.resume' });
    await untilEnded(client);
    expect(indexesOf(client, 'replay')).toEqual(Array.from({ length: count }, (_, index) => index));
  });
});

test('a daemon that stops ends its replays, and says so', async () => {
  const ending = await startTestDaemon();
  const headers = { 'x-mpm-sent-at': String(BEGAN_AT_MS) };
  await ending.post({ hook_event_name: 'Stop', session_id: 'one' }, headers);
  await ending.post({ hook_event_name: 'Stop', session_id: 'one' });
  const client = await connectStream(ending);
  client.say({ type: 'replay', session_id: 'one' });
  await client.next('hook.stop');
  await ending.close();
  expect(await client.closed).toMatchObject({ code: 1001 });
  expect(client.heard.at(-1)).toMatchObject({ type: 'system.replay', state: 'stopped' });
});

describe('what cannot be replayed', () => {
  test.each([
    ['a session that nobody knows', { type: 'replay', session_id: 'nobody' }, 'no_session'],
    ['no session', { type: 'replay' }, 'bad_session_id'],
    ['a speed of nothing a clock can do', { type: 'replay', session_id: 'x', speed: -1 }, 'bad_speed'],
    ['a beginning that is no place', { type: 'replay', session_id: 'x', from: 'soon' }, 'bad_from'],
    ['a beginning from where it is', { type: 'replay', session_id: 'x', from: '+10s' }, 'bad_from'],
    ['a gap that is no length', { type: 'replay', session_id: 'x', max_gap_ms: '5s' }, 'bad_max_gap'],
    ['a name that is none', { type: 'replay', session_id: 'x', id: 7 }, 'bad_id'],
    ['a pause of what does not play', { type: 'replay.pause', id: 'other' }, 'no_replay'],
    ['a place that is none', { type: 'replay.seek' }, 'bad_to'],
    ['what there is not', { type: 'replay.rewind' }, 'unknown_type'],
  ])('%s is told, and the connection stays', async (_title, message, code) => {
    const client = await audience.connect();
    client.say(message);
    expect(await client.next('system.error')).toMatchObject({ code });
    client.say({ type: 'get_status' });
    await client.next('system.status');
  });

  test('a fifth at a time is refused, unless one of the others has ended', async () => {
    await record(daemon, session, [0, 600_000]);
    const client = await audience.connect();
    for (const id of ['a', 'b', 'c', 'd']) client.say({ type: 'replay', session_id: session, id });
    client.say({ type: 'replay', session_id: session, id: 'e' });
    expect(await client.next('system.error')).toMatchObject({ code: 'too_many_replays', id: 'e' });
    client.say({ type: 'replay.speed', id: 'b', speed: 'max' });
    await untilEnded(client, 'b');
    client.say({ type: 'replay', session_id: session, id: 'e', from: '10m' });
    await untilEnded(client, 'e');
  });
});
