/** A place that moves through played time with the clock. */
export interface Playhead {
  positionMs(): number;
  /** How long from now until it is there: 0 when it has been, infinite while it stands. */
  dueInMs(playedMs: number): number;
  go(): void;
  hold(): void;
  move(playedMs: number): void;
  setSpeed(speed: number): void;
  /** As fast as may be it goes from event to event, whatever the clock says. */
  reach(playedMs: number): void;
}

/**
 * Everything is reckoned from where it last began to move, so that no lateness adds up: an event that was sent late does not
 * make the next one late.
 */
export function createPlayhead(nowMs: () => number, beginning: { atMs: number; speed: number }): Playhead {
  let { atMs, speed } = beginning;
  /** When it was at `atMs`; undefined while it stands. */
  let movingSinceMs: number | undefined;

  const positionMs = (): number =>
    movingSinceMs === undefined || speed === Infinity ? atMs : atMs + (nowMs() - movingSinceMs) * speed;
  const anchor = (playedMs: number): void => {
    atMs = playedMs;
    if (movingSinceMs !== undefined) movingSinceMs = nowMs();
  };

  return {
    positionMs,
    dueInMs(playedMs) {
      const restMs = playedMs - positionMs();
      if (restMs <= 0) return 0;
      if (movingSinceMs === undefined) return Infinity;
      return restMs / speed;
    },
    go() {
      movingSinceMs ??= nowMs();
    },
    hold() {
      atMs = positionMs();
      movingSinceMs = undefined;
    },
    move: anchor,
    setSpeed(next) {
      anchor(positionMs());
      speed = next;
    },
    reach(playedMs) {
      if (speed === Infinity) atMs = playedMs;
    },
  };
}
