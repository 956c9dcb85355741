import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReplays } from '../../src/daemon/replay/replays.ts';
import type { ReplayMessage } from '../../src/shared/replay-wire.ts';
import type { Problem } from '../../src/shared/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Said = Readonly<Record<string, unknown>>;

/** The replays of one client, of a session with so many events, a second apart. */
function setStage(events: number) {
  const said: Said[] = [];
  const refused: Problem[] = [];
  const moments = Array.from({ length: events }, (_, at) => ({ seq: at + 1, id: `event-${at}`, atMs: at * 1000 }));
  const replays = createReplays({
    line: {
      sayTexts: (texts) => void said.push(...texts.map((text): Said => JSON.parse(text))),
      say: (state) => void said.push({ ...state }),
      bufferedBytes: () => 0,
      untilTaken: () => Promise.resolve(),
    },
    recordings: {
      moments: (_session, afterSeq, limit) => moments.filter(({ seq }) => seq > afterSeq).slice(0, limit),
      entries: (seqs) => seqs.map((seq) => ({ seq, type: 'hook.stop', json: `{"type":"hook.stop","seq":${seq}}` })),
    },
    refuse: (problem) => void refused.push(problem),
    onFailure: () => {},
  });
  return { replays, said, refused };
}

const start: ReplayMessage = { type: 'replay', id: 'one', sessionId: 's', speed: 1, from: { intoMs: 0 } };

test('when the connection has gone nothing is said or waited for any more', async () => {
  const { replays, said } = setStage(3);
  await replays.hear(start);
  await vi.advanceTimersByTimeAsync(500);
  replays.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said.map(({ state, seq }) => state ?? seq)).toEqual(['playing', 1, 'stopped']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a connection that goes while its recording is looked up gets no replay', async () => {
  const { replays, said, refused } = setStage(5000);
  const started = replays.hear(start);
  replays.close();
  await vi.runAllTimersAsync();
  await started;
  expect([said, refused]).toEqual([[], []]);
});

test('what is said of a replay that is still looked up waits for it', async () => {
  const { replays, said, refused } = setStage(5000);
  const heard = [replays.hear(start), replays.hear({ type: 'replay.seek', id: 'one', to: { intoMs: 4_999_000 } })];
  await vi.runAllTimersAsync();
  await Promise.all(heard);
  expect(refused).toEqual([]);
  expect(said.at(-1)).toMatchObject({ state: 'ended', count: 5000 });
});

test('a stopped one is forgotten: its name means nothing any more', async () => {
  const { replays, said, refused } = setStage(3);
  await replays.hear(start);
  await replays.hear({ type: 'replay.stop', id: 'one' });
  await replays.hear({ type: 'replay.resume', id: 'one' });
  expect(said.at(-1)).toMatchObject({ state: 'stopped' });
  expect(refused).toMatchObject([{ code: 'no_replay', id: 'one' }]);
});
