/** Both levels go by this one beat: a ping to everyone, and the health of the daemon. */
export const BEAT_MS = 30_000;
/** Beats without a byte from the other side before a connection is taken for dead. */
const MAX_SILENT_BEATS = 2;

/** One connection as the heartbeat sees it. */
export interface Pulse {
  /** Everything ever received on it: any frame is a sign of life, a pong no more than a message. */
  bytesRead(): number;
  ping(): void;
  /** Nobody is there any more. */
  terminate(): void;
}

export interface Heartbeat {
  beat(): void;
}

/** Finds out which connections are dead, by asking; who answers in any way stays. */
export function createHeartbeat(pulses: () => Iterable<Pulse>): Heartbeat {
  const seen = new WeakMap<Pulse, { bytes: number; silentBeats: number }>();

  const check = (pulse: Pulse): void => {
    const bytes = pulse.bytesRead();
    const before = seen.get(pulse);
    const silentBeats = before === undefined || before.bytes !== bytes ? 0 : before.silentBeats + 1;
    seen.set(pulse, { bytes, silentBeats });
    if (silentBeats < MAX_SILENT_BEATS) pulse.ping();
    else pulse.terminate();
  };

  return {
    beat() {
      for (const pulse of pulses()) check(pulse);
    },
  };
}
