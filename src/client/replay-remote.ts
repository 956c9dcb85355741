import { MpmError } from '../shared/errors.ts';
import { parseReplay } from '../shared/replay-wire.ts';

/** What a reader may do while a replay goes on. Before the daemon is there, it is kept for it. */
export interface ReplayControls {
  pause(): void;
  resume(): void;
  /** An ISO time, ms since the epoch, `10m` from the beginning, `+10s` or `-10s` from where it is. */
  seek(to: string | number): void;
  setSpeed(speed: number | 'max'): void;
  /** Ends it, and with it the iteration. */
  stop(): void;
}

export interface ReplayRemote extends ReplayControls {
  /** The reader has fallen behind, or has caught up. */
  holdUp(isHeldUp: boolean): void;
  /** The reader has asked for the end. */
  hasStopped(): boolean;
  /** Says what waits, and from now on all at once. */
  attach(say: (message: object) => void): void;
}

/** Turns what the reader wants, and whether it keeps up, into messages to the daemon. */
export function createRemote(): ReplayRemote {
  const waiting: object[] = [];
  let say = (message: object): void => void waiting.push(message);
  let isPaused = false;
  let isHeldUp = false;
  let isTold = false;
  let isStopped = false;

  /** A reader that is slow pauses the replay, not the socket: else the daemon would take it for dead. */
  const tellWhether = (): void => {
    const isToRest = isPaused || isHeldUp;
    if (isToRest === isTold) return;
    isTold = isToRest;
    say({ type: isToRest ? 'replay.pause' : 'replay.resume' });
  };
  const sayIfSound = (message: Readonly<Record<string, unknown>>): void => {
    const parsed = parseReplay(message);
    if (parsed !== undefined && 'problem' in parsed) throw new MpmError('MISUSED', parsed.problem.message);
    say(message);
  };

  return {
    pause() {
      isPaused = true;
      tellWhether();
    },
    resume() {
      isPaused = false;
      tellWhether();
    },
    seek: (to) => sayIfSound({ type: 'replay.seek', to }),
    setSpeed: (speed) => sayIfSound({ type: 'replay.speed', speed }),
    stop() {
      isStopped = true;
      say({ type: 'replay.stop' });
    },
    hasStopped: () => isStopped,
    holdUp(isHigh) {
      isHeldUp = isHigh;
      tellWhether();
    },
    attach(next) {
      say = next;
      for (const message of waiting.splice(0)) say(message);
    },
  };
}
