import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { replay } from '../../src/client/replay.ts';
import type { ReplayState } from '../../src/shared/replay-wire.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { record } from '../helpers/replay-audience.ts';
import { startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { createTempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
  await record(daemon, 'short', [0, 10, 20]);
  await record(daemon, 'long', [0, 60_000, 120_000]);
  await record(
    daemon,
    'crowd',
    Array.from({ length: 3000 }, (_, at) => at),
  );
});
afterAll(() => daemon.close());
afterEach(() => until(async () => (await daemon.status()).clients === 0));

const where = () => ({ home: daemon.home.paths.home });
const index = ({ data }: { data: Readonly<Record<string, unknown>> }) => data.index;

test('a session is iterated as it happened, each event marked, and ends by itself', async () => {
  const states: ReplayState[] = [];
  const seen: unknown[] = [];
  for await (const envelope of replay({ session: 'short', ...where(), onState: (state) => states.push(state) })) {
    expect(envelope).toMatchObject({ replayed: true, session_id: 'short' });
    seen.push(index(envelope));
  }
  expect(seen).toEqual([0, 1, 2]);
  expect(states.map(({ state }) => state)).toEqual(['playing', 'ended']);
});

test('it is in its reader’s hands: paused, sought, quickened, stopped', async () => {
  const states: string[] = [];
  const playing = replay({ session: 'long', ...where(), onState: ({ state }) => states.push(state) });
  const seen: unknown[] = [];
  for await (const envelope of playing) {
    seen.push(index(envelope));
    if (seen.length === 1) {
      playing.pause();
      playing.seek('1m');
      playing.resume();
    } else if (seen.length === 2) playing.setSpeed('max');
    else break;
  }
  expect(seen).toEqual([0, 1, 2]);
  expect(states.slice(0, 5)).toEqual(['playing', 'paused', 'paused', 'playing', 'playing']);
});

test('what is asked of it before the daemon is there is not forgotten', async () => {
  const playing = replay({ session: 'long', ...where() });
  playing.seek('2m');
  playing.setSpeed('max');
  const seen: unknown[] = [];
  for await (const envelope of playing) seen.push(index(envelope));
  expect(seen.at(-1)).toBe(2);
  expect(seen).not.toContain(1);
});

test('stopping ends the iteration', async () => {
  const playing = replay({ session: 'long', ...where() });
  const seen: unknown[] = [];
  for await (const envelope of playing) {
    seen.push(index(envelope));
    playing.stop();
  }
  expect(seen).toEqual([0]);
});

test('a signal ends it, quietly', async () => {
  const ended = new AbortController();
  const seen: unknown[] = [];
  for await (const envelope of replay({ session: 'long', ...where(), signal: ended.signal })) {
    seen.push(index(envelope));
    ended.abort();
  }
  expect(seen).toEqual([0]);
});

test('a reader that falls behind pauses it, and gets all of it', async () => {
  const states: string[] = [];
  const playing = replay({ session: 'crowd', speed: 'max', ...where(), onState: ({ state }) => states.push(state) });
  const seen: unknown[] = [];
  for await (const envelope of playing) {
    // nothing is read until the inbox is full and the daemon has heard of it
    if (seen.length === 0) await until(async () => (await daemon.status()).clients === 1);
    seen.push(index(envelope));
  }
  expect(seen).toEqual(Array.from({ length: 3000 }, (_, at) => at));
  expect(states.at(-1)).toBe('ended');
});

test('what cannot be played, or asked for, is an error with a sentence', async () => {
  const playing = replay({ session: 'nobody', ...where() });
  await expect(playing[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'NO_SESSION' });
  expect(() => playing.seek('soon')).toThrow(/`to` must be/);
  expect(() => playing.setSpeed(-1)).toThrow(/`speed` must be/);
});

test('a daemon that goes is told; one that cannot replay, too', async () => {
  const home = createTempHome();
  const scripted = await startScriptedDaemon(home, { onRegister: () => scripted.cut() });
  const lost = replay({ session: 'any', home: home.paths.home, port: scripted.port });
  await expect(lost[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'DAEMON_LOST' });
  await scripted.close();

  const older = await startScriptedDaemon(home, {
    onRegister: (_register, say) => say({ type: 'system.error', code: 'unknown_type', message: 'There is no replay.' }),
  });
  const asked = replay({ session: 'any', home: home.paths.home, port: older.port });
  await expect(asked[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'DAEMON_TOO_OLD' });
  await older.close();
  home.remove();
});
