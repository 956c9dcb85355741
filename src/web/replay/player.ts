import { type ReadonlySignal, signal } from '@preact/signals';
import type { Envelope } from '../../shared/envelope.ts';
import type { ReplayState } from '../../shared/replay-wire.ts';
import type { Client } from '../api/client.ts';
import type { Feed } from '../state/feed.ts';
import { type Bounds, parsePlace } from './place.ts';
import { MAX_GAP_MS, type Pace, reachedMs } from './playhead.ts';
import type { Recording } from './recording.ts';
import type { ReplayLink } from './replay-link.ts';

/** So often the place is told while it plays: however fast events come, the page has time for more of them. */
export const TICK_MS = 100;
/** More events than these between here and there are quicker to have by reading anew. */
const MAX_CAUGHT_UP = 500;
/** Reads all of the session as fast as can be, for the marks and for how it stood. */
const OUTLINE = 'outline';

/** What a person can do with a replay, and how it stands. */
export interface Player {
  /** Undefined until the daemon has told them. */
  readonly bounds: ReadonlySignal<Bounds | undefined>;
  /** What happened up to here is shown, and nothing of later. */
  readonly placeMs: ReadonlySignal<number>;
  /** The same to the event: it is told only so often, for all that is shown hangs on it. */
  reachedMs(): number;
  readonly isPlaying: ReadonlySignal<boolean>;
  readonly pace: ReadonlySignal<Pace>;
  /** The daemon has no event of this session. */
  readonly isMissing: ReadonlySignal<boolean>;
  toggle(): void;
  pause(): void;
  seek(toMs: number): void;
  /** To the next event, or the one before; it then stands. */
  step(direction: 1 | -1): void;
  setPace(pace: Partial<Pace>): void;
  close(): void;
}

export interface PlayerParts {
  readonly sessionId: string;
  /** As it stands in the address; `start` plays from the beginning. */
  readonly place: string;
  readonly pace: Pace;
  readonly recording: Recording;
  readonly client: Pick<Client, 'events'>;
  readonly feed: Feed;
  readonly createLink: (parts: {
    onOpen: () => void;
    onEvent: (replay: string, event: Envelope) => void;
    onState: (state: ReplayState) => void;
    onRefused: (code: string) => void;
  }) => ReplayLink;
  readonly nowMs: () => number;
}

/** Plays a session with the daemon's replay: each stretch is one of its own, so that nothing of before a leap comes after it. */
export function createPlayer(parts: PlayerParts): Player {
  const { sessionId, recording, client, feed, nowMs } = parts;
  const bounds = signal<Bounds | undefined>(undefined);
  const placeMs = signal(Number.NEGATIVE_INFINITY);
  const isPlaying = signal(false);
  const isMissing = signal(false);
  const pace = signal(parts.pace);
  /** The place, between two times of telling it. */
  let reached = Number.NEGATIVE_INFINITY;
  let stretch: string | undefined;
  let stretches = 0;
  let leaps = 0;
  let since = { placeMs: 0, atMs: 0 };
  let ticking: ReturnType<typeof setInterval> | undefined;

  const link = parts.createLink({
    onOpen() {
      stretch = undefined;
      if (!recording.isWhole()) readOutline();
      if (isPlaying.value) begin();
    },
    onEvent(replay, event) {
      if (replay === OUTLINE) recording.take(event);
      else if (replay === stretch) show(event);
    },
    onState(state) {
      if (state.replay === OUTLINE) hearOutline(state);
      else if (state.replay === stretch && state.state === 'ended') reachEnd();
    },
    onRefused(code) {
      if (code === 'no_session') isMissing.value = true;
    },
  });
  const say = (message: object): void => link.say(message);

  const readOutline = (): void => {
    recording.restart();
    say({ type: 'replay', id: OUTLINE, session_id: sessionId, speed: 'max' });
  };

  const hearOutline = ({ state, start, end }: ReplayState): void => {
    if (bounds.value === undefined) {
      bounds.value = { startMs: Date.parse(start), endMs: Date.parse(end) };
      const { placeMs: atMs, plays } = parsePlace(parts.place, bounds.value);
      leapTo(atMs);
      feed.reset(true); // what was read before anybody knew from where
      if (plays) play();
    }
    if (state !== 'ended') return;
    recording.finish();
    say({ type: 'replay.stop', id: OUTLINE });
  };

  const moveTo = (ms: number): void => {
    reached = ms;
    since = { placeMs: ms, atMs: nowMs() };
  };
  const leapTo = (ms: number): void => {
    moveTo(ms);
    placeMs.value = ms;
  };

  const show = (event: Envelope): void => {
    moveTo(Math.max(reached, Date.parse(event.timestamp)));
    feed.put([event]);
  };

  const begin = (): void => {
    stretches += 1;
    stretch = `stretch ${stretches}`;
    const { speed, skipsIdle } = pace.value;
    const gap = skipsIdle ? { max_gap_ms: MAX_GAP_MS } : {};
    say({ type: 'replay', id: stretch, session_id: sessionId, speed, from: reached + 1, ...gap });
    moveTo(reached);
  };
  const end = (): void => {
    if (stretch !== undefined) say({ type: 'replay.stop', id: stretch });
    stretch = undefined;
  };

  const play = (): void => {
    const { startMs, endMs } = bounds.value ?? { startMs: 0, endMs: Number.POSITIVE_INFINITY };
    if (reached >= endMs) leap(startMs - 1);
    isPlaying.value = true;
    begin();
    ticking ??= setInterval(tick, TICK_MS);
  };
  const pause = (): void => {
    tick();
    isPlaying.value = false;
    clearInterval(ticking);
    ticking = undefined;
    end();
  };
  const reachEnd = (): void => {
    pause();
    leapTo(bounds.value?.endMs ?? reached);
  };
  const tick = (): void => {
    if (!isPlaying.value) return;
    reached = reachedMs(since.placeMs, nowMs() - since.atMs, pace.value, recording);
    placeMs.value = reached;
  };

  const leap = (toMs: number): void => {
    const fromMs = reached;
    leaps += 1;
    leapTo(toMs);
    if (toMs > fromMs) void catchUp(fromMs, toMs);
    else if (toMs < fromMs) feed.reset(true);
  };

  /** What lies between, beside what is shown already; where that is much, all is read anew. */
  const catchUp = async (fromMs: number, toMs: number): Promise<void> => {
    const mine = leaps;
    const [since, until] = [new Date(fromMs + 1).toISOString(), new Date(toMs).toISOString()];
    try {
      const { events, more } = await client.events({ session: sessionId, since, until, limit: MAX_CAUGHT_UP });
      if (mine !== leaps)
        feed.reset(true); // it has leapt on meanwhile
      else if (more) feed.reset(false);
      else feed.put(events);
    } catch {
      feed.reset(false); // away: whoever reads anew says so
    }
  };

  const seek = (toMs: number): void => {
    if (bounds.value === undefined) return;
    const { startMs, endMs } = bounds.value;
    end();
    leap(Math.min(Math.max(Math.round(toMs), startMs - 1), endMs));
    if (isPlaying.value) begin();
  };

  void link.run();

  return {
    bounds,
    placeMs,
    reachedMs: () => reached,
    isPlaying,
    pace,
    isMissing,
    toggle: () => (isPlaying.value ? pause() : play()),
    pause,
    seek,
    step(direction) {
      if (isPlaying.value) pause();
      const last = recording.timeUpTo(reached);
      const target = direction === 1 ? recording.timeAfter(reached) : last && last - 1;
      if (target !== undefined) seek(target);
    },
    setPace(change) {
      const isGapChanged = change.skipsIdle !== undefined;
      tick();
      moveTo(reached);
      pace.value = { ...pace.value, ...change };
      if (stretch === undefined) return;
      if (!isGapChanged) return say({ type: 'replay.speed', id: stretch, speed: pace.value.speed });
      end();
      begin();
    },
    close() {
      clearInterval(ticking);
      link.close();
    },
  };
}
