import { afterEach, expect, test, vi } from 'vitest';
import type { Envelope } from '../../src/shared/envelope.ts';
import { createPlayer, type PlayerParts } from '../../src/web/replay/player.ts';
import { createRecording } from '../../src/web/replay/recording.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

const at = (second: number): number => Date.UTC(2026, 10, 22, 12, 0, second);
const iso = (second: number): string => new Date(at(second)).toISOString();
const STORY = [1, 2, 3, 5, 9].map((seq) => anEnvelope(seq, 'hook.user_prompt', { prompt: `${seq}` }));

afterEach(() => vi.useRealTimers());

type LinkParts = Parameters<PlayerParts['createLink']>[0];
type Said = Readonly<Record<string, unknown>>;

/** A daemon that says what the test wants, and notes what it is told. */
function createStage({ place = '', between = { events: [] as Envelope[], more: false } } = {}) {
  const said: Said[] = [];
  const shown: (number | 'anew')[] = [];
  const asked: object[] = [];
  let daemon: LinkParts | undefined;
  const feed = createFeed((work) => work());
  feed.subscribe({
    onEvents: (events) => shown.push(...events.map(({ seq }) => seq)),
    onReset: () => shown.push('anew'),
  });
  const recording = createRecording('one');
  const player = createPlayer({
    sessionId: 'one',
    place,
    pace: { speed: 1, skipsIdle: true },
    recording,
    client: {
      events: async (query) => {
        asked.push(query);
        return { before: 0, after: 0, ...between };
      },
    },
    feed,
    createLink(parts) {
      daemon = parts;
      return { run: async () => undefined, say: (message) => void said.push(message as Said), close: () => undefined };
    },
    nowMs: () => 0,
  });
  const tell = (replay: string, state: 'playing' | 'ended') =>
    daemon?.onState({ replay, state, start: iso(1), end: iso(9) } as Parameters<LinkParts['onState']>[0]);
  const open = (): void => {
    daemon?.onOpen();
    tell('outline', 'playing');
    for (const event of STORY) daemon?.onEvent('outline', event);
    tell('outline', 'ended');
  };
  return {
    ...{ player, said, shown, asked, recording, open, tell },
    come: (replay: string, seq: number) => daemon?.onEvent(replay, anEnvelope(seq, 'hook.user_prompt')),
    reconnect: () => daemon?.onOpen(),
    refuse: (code: string) => daemon?.onRefused(code),
    last: () => said.at(-1),
  };
}

test('a link to a place stands there until it is told to play', () => {
  const stage = createStage({ place: iso(3) });
  stage.open();
  expect(stage.player.placeMs.value).toBe(at(3));
  expect(stage.player.isPlaying.value).toBe(false);
  expect(stage.said.map(({ type }) => type)).toEqual(['replay', 'replay.stop']); // of the outline alone
  expect(stage.shown).toEqual(['anew']);
  stage.player.close();
});

test('from the start it plays at once, and shows what comes', () => {
  const stage = createStage({ place: 'start' });
  stage.open();
  const play = stage.said.find(({ id }) => id === 'stretch 1');
  expect(play).toEqual({
    type: 'replay',
    id: 'stretch 1',
    session_id: 'one',
    speed: 1,
    from: at(1),
    max_gap_ms: 3000,
  });
  stage.come('stretch 1', 1);
  stage.come('stretch 1', 2);
  expect(stage.shown).toEqual(['anew', 1, 2]);
  expect(stage.player.reachedMs()).toBe(at(2));
  stage.tell('stretch 1', 'ended');
  expect([stage.player.isPlaying.value, stage.player.placeMs.value]).toEqual([false, at(9)]);
  stage.player.close();
});

test('what was under way when it leapt is not shown after the leap', () => {
  const stage = createStage({ place: 'start' });
  stage.open();
  stage.come('stretch 1', 1);
  stage.player.seek(at(1) - 1);
  expect(stage.said.slice(-2)).toMatchObject([
    { type: 'replay.stop', id: 'stretch 1' },
    { type: 'replay', id: 'stretch 2', from: at(1) },
  ]);
  stage.come('stretch 1', 2);
  expect(stage.shown).toEqual(['anew', 1, 'anew']);
  stage.come('stretch 2', 1);
  expect(stage.shown.at(-1)).toBe(1);
  stage.player.close();
});

test('a leap ahead brings what lies between; a long one reads all anew', async () => {
  const short = createStage({ place: iso(1), between: { events: [anEnvelope(2, 'hook.stop')], more: false } });
  short.open();
  short.player.seek(at(3));
  await until(() => short.shown.includes(2));
  expect(short.asked).toEqual([
    { session: 'one', since: new Date(at(1) + 1).toISOString(), until: iso(3), limit: 500 },
  ]);
  expect(short.shown).toEqual(['anew', 2]);
  const long = createStage({ place: iso(1), between: { events: [anEnvelope(2, 'hook.stop')], more: true } });
  long.open();
  long.player.seek(at(9));
  await until(() => long.shown.length === 2);
  expect(long.shown).toEqual(['anew', 'anew']);
  short.player.close();
  long.player.close();
});

test('a step goes from event to event and stands there', () => {
  const stage = createStage({ place: iso(3) });
  stage.open();
  const places = ([1, 1, 1, -1, -1, -1] as const).map((direction) => {
    stage.player.step(direction);
    return stage.player.placeMs.value;
  });
  expect(places).toEqual([at(5), at(9), at(9), at(9) - 1, at(5) - 1, at(3) - 1]);
  expect(stage.player.isPlaying.value).toBe(false);
  stage.player.close();
});

test('the speed changes on the way; another way with idle times begins a new stretch', () => {
  const stage = createStage({ place: 'start' });
  stage.open();
  stage.player.setPace({ speed: 10 });
  expect(stage.last()).toEqual({ type: 'replay.speed', id: 'stretch 1', speed: 10 });
  stage.player.setPace({ skipsIdle: false });
  expect(stage.last()).toMatchObject({ type: 'replay', id: 'stretch 2', speed: 10 });
  expect(stage.last()).not.toHaveProperty('max_gap_ms');
  stage.player.close();
});

test('played to its end it begins anew', () => {
  const stage = createStage({ place: iso(9) });
  stage.open();
  stage.player.toggle();
  expect(stage.last()).toMatchObject({ type: 'replay', from: at(1) });
  expect(stage.shown).toEqual(['anew', 'anew']);
  stage.player.close();
});

test('after a break it plays on from where it was, and reads a recording again that was not whole', () => {
  const stage = createStage({ place: 'start' });
  stage.reconnect();
  stage.tell('outline', 'playing');
  stage.come('outline', 1);
  stage.come('stretch 1', 1);
  stage.reconnect();
  expect(stage.recording.marks().prompts).toEqual([]);
  expect(stage.said.slice(-2)).toMatchObject([{ id: 'outline' }, { id: 'stretch 2', from: at(1) + 1 }]);
  stage.player.close();
});

test('a session without events is said to be missing', () => {
  const stage = createStage();
  stage.refuse('no_session');
  expect(stage.player.isMissing.value).toBe(true);
  stage.player.close();
});
