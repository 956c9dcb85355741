import type { ReplayPlace, ReplayState } from '../../shared/replay-wire.ts';
import type { Entry } from '../store/entry.ts';
import type { LookAhead } from './look-ahead.ts';
import { createPlayhead } from './playhead.ts';
import type { Timetable } from './timetable.ts';

/** Where a replay goes. */
export interface PlayerSink {
  send(entries: readonly Entry[]): void;
  /** The other side does not keep up: nothing more is to be sent until there is room. */
  isFull(): boolean;
  /** Resolves when it has taken everything; never, when it has gone. */
  untilTaken(): Promise<void>;
}

export interface PlayerOptions {
  readonly timetable: Timetable;
  readonly ahead: LookAhead;
  readonly sink: PlayerSink;
  readonly from: ReplayPlace;
  readonly speed: number;
  /** Something has changed that is not to be reckoned from the clock. */
  readonly onChange: () => void;
  /** It cannot go on; nobody foresaw why. */
  readonly onFailure: (error: unknown) => void;
  readonly nowMs?: () => number;
}

/** How a player stands, apart from what it plays. */
export type PlayerState = Pick<ReplayState, 'state' | 'position' | 'passed'> & {
  readonly speed: number;
  readonly missing: number;
};

export interface Player {
  play(): void;
  pause(): void;
  seek(to: ReplayPlace): void;
  setSpeed(speed: number): void;
  state(): PlayerState;
  close(): void;
}

/** Sent in one write at most; between two of them others have their turn. */
const PIECE_EVENTS = 100;
const PIECE_CHARS = 64 * 1024;
/** `setTimeout` takes no more than 2³¹ − 1 ms; a longer wait is made of several. */
const LONGEST_WAIT_MS = 3_600_000;

/** Sends the events of a timetable when they are due, as far as the other side takes them: a slow one slows its replay. */
export function createPlayer(options: PlayerOptions): Player {
  const { timetable, ahead, sink, onChange, onFailure, nowMs = () => performance.now() } = options;
  let { speed } = options;
  let state: ReplayState['state'] = 'paused';
  let missing = 0;
  let isBlocked = false;
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  const playhead = createPlayhead(nowMs, { atMs: timetable.toPlayed(options.from, 0), speed });
  let next = timetable.indexAt(playhead.positionMs());

  return {
    play() {
      if (state === 'stopped' || state === 'playing') return;
      change('playing');
      if (!isBlocked) playhead.go();
      run();
    },
    pause() {
      if (state !== 'playing') return;
      playhead.hold();
      change('paused');
    },
    seek(to) {
      if (state === 'stopped') return;
      const playedMs = timetable.toPlayed(to, playhead.positionMs());
      playhead.move(playedMs);
      next = timetable.indexAt(playedMs);
      if (state === 'ended' && next < timetable.count) {
        playhead.go();
        state = 'playing';
      }
      onChange();
      run();
    },
    setSpeed(wanted) {
      if (state === 'stopped') return;
      speed = wanted;
      playhead.setSpeed(wanted);
      onChange();
      run();
    },
    state: () => ({
      state,
      position: new Date(Math.round(timetable.toRecorded(playhead.positionMs()))).toISOString(),
      passed: next,
      speed,
      missing,
    }),
    close() {
      if (state === 'stopped') return;
      playhead.hold();
      change('stopped');
    },
  };

  function change(to: ReplayState['state']): void {
    state = to;
    rest();
    onChange();
  }

  function rest(): void {
    clearTimeout(timer);
    clearImmediate(immediate);
  }

  function run(): void {
    rest();
    if (state !== 'playing' || isBlocked) return;
    try {
      sendWhatIsDue();
    } catch (error) {
      change('stopped');
      onFailure(error);
    }
  }

  function sendWhatIsDue(): void {
    const piece: Entry[] = [];
    let chars = 0;
    const isWhole = (): boolean => piece.length >= PIECE_EVENTS || chars >= PIECE_CHARS;
    while (next < timetable.count && !isWhole() && !sink.isFull() && dueInMs() === 0) {
      const entry = ahead.entry(next);
      playhead.reach(timetable.playedMs(next));
      next += 1;
      if (entry === undefined) missing += 1;
      else piece.push(entry);
      chars += entry?.json.length ?? 0;
    }
    if (piece.length > 0) sink.send(piece);
    decideWhatNext();
  }

  function decideWhatNext(): void {
    if (next === timetable.count) end();
    else if (sink.isFull()) void waitForRoom();
    else if (dueInMs() === 0) immediate = setImmediate(run);
    else {
      ahead.prepare(next);
      timer = setTimeout(run, Math.min(dueInMs(), LONGEST_WAIT_MS));
    }
  }

  function dueInMs(): number {
    return playhead.dueInMs(timetable.playedMs(next));
  }

  function end(): void {
    playhead.move(timetable.lengthMs);
    playhead.hold();
    change('ended');
  }

  /** The clock stands meanwhile: what comes after keeps its distance from what could be sent. */
  async function waitForRoom(): Promise<void> {
    isBlocked = true;
    playhead.hold();
    await sink.untilTaken();
    isBlocked = false;
    if (state === 'playing') playhead.go();
    run();
  }
}
