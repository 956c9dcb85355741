import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { OPCODE } from '../helpers/raw-frames.ts';
import { connectRawStream } from '../helpers/raw-stream.ts';
import { connectStream } from '../helpers/stream-client.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;

/** The beat comes when a test says so; all else takes its own time. */
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  daemon = await startTestDaemon();
});
afterEach(async () => {
  await daemon.close();
  vi.useRealTimers();
});

const passHalfAMinute = () => vi.advanceTimersByTime(30_000);
const watching = async () => (await daemon.status()).clients;

test('every subscriber hears each half minute how the daemon is, whatever it registered for', async () => {
  const [all, one] = [await connectStream(daemon), await connectStream(daemon)];
  all.say({ type: 'register' });
  one.say({ type: 'register', session_id: 's1', types: ['hook.nothing'] });
  await Promise.all([all.next('system.welcome'), one.next('system.welcome')]);
  await daemon.post({ hook_event_name: 'Stop', session_id: 's1' });
  passHalfAMinute();

  const health = await one.next('system.health');
  expect(health).toMatchObject({
    status: 'ok',
    uptimeMs: expect.any(Number),
    clients: { global: 1, s1: 1 },
    events: 1,
    seq: 1,
    dropped: 0,
    spool: { files: 0, bytes: 0 },
    store: { bytes: expect.any(Number), events: 1, durable: true, held: 0 },
  });
  expect(await all.next('system.health')).toEqual(health);
  expect(one.heard.map(({ type }) => type)).toEqual(['system.welcome', 'system.health']);
  all.close();
  one.close();
});

test('F35: a client that answers no ping is gone with the third, and one that answers stays', async () => {
  const mute = await connectRawStream(daemon);
  const lively = await connectStream(daemon);
  await until(async () => (await watching()) === 2);
  const pings = () => mute.frames().filter(({ opcode }) => opcode === OPCODE.ping).length;
  for (let beat = 1; beat <= 3; beat += 1) {
    passHalfAMinute();
    await lively.next('system.health');
    lively.say({ type: 'get_status' });
    await lively.next('system.status'); // its pong was on the way before
  }

  expect(await mute.closeCode()).toBeUndefined();
  expect(pings()).toBe(2);
  await until(async () => (await watching()) === 1);
  await daemon.post({ hook_event_name: 'Stop' });
  expect(await lively.next('hook.stop')).toMatchObject({ seq: 1 });
  lively.close();
});
