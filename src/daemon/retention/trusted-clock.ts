interface TrustedClockOptions {
  readonly nowMs: () => number;
  /** Goes on evenly, whatever is done to the clock. */
  readonly steadyMs?: () => number;
  /** A clock that was just set, or read for the first time, is believed after it went right for so long. */
  readonly settleMs: number;
}

/** The time, for what cannot be undone. */
export interface TrustedClock {
  /** Undefined while the clock may be wrong: after a start, and after it was set. */
  now(): number | undefined;
}

/** A clock that says less was never set: this program is younger. */
const EARLIEST_MS = Date.UTC(2026, 0);
/** So much it may be corrected at once. */
const SMALL_STEP_MS = 60_000;

export function createTrustedClock(options: TrustedClockOptions): TrustedClock {
  const { nowMs, settleMs, steadyMs = () => performance.now() } = options;
  let offsetMs = nowMs() - steadyMs();
  let sinceMs = steadyMs();

  return {
    now() {
      const [now, steady] = [nowMs(), steadyMs()];
      if (Math.abs(now - steady - offsetMs) > SMALL_STEP_MS) sinceMs = steady;
      offsetMs = now - steady;
      return steady - sinceMs >= settleMs && now >= EARLIEST_MS ? now : undefined;
    },
  };
}
