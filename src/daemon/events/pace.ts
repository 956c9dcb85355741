/**
 * What a write may take of the time until the next: it costs a third of that, so that broadcasting never takes more than
 * about a third of a core, and events that come faster share their writes (docs/decisions/0061).
 */
const MS_PER_WRITE = 0.02;
/** Nothing waits longer than this to be sent together with what follows it. */
const MAX_WAIT_MS = 5;
/** A timer can't be set to less; for so little nobody waits. */
const LEAST_WAIT_MS = 1;

/** Decides when what waits is sent: at the end of this turn of the event loop, or a little later where much was just written. */
export interface Pace {
  /** Something waits. */
  hurry(): void;
  /** All that waited was sent, in so many writes. */
  sent(writes: number): void;
  close(): void;
}

interface PaceOptions {
  readonly send: () => void;
  readonly nowMs?: () => number;
}

export function createPace({ send, nowMs = () => performance.now() }: PaceOptions): Pace {
  let notBeforeMs = 0;
  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;

  const stop = (): void => {
    clearImmediate(immediate);
    clearTimeout(timer);
    immediate = undefined;
    timer = undefined;
  };

  return {
    hurry() {
      if (immediate !== undefined || timer !== undefined) return;
      const waitMs = notBeforeMs - nowMs();
      if (waitMs < LEAST_WAIT_MS) immediate = setImmediate(send);
      else timer = setTimeout(send, waitMs).unref();
    },
    sent(writes) {
      stop();
      notBeforeMs = nowMs() + Math.min(MAX_WAIT_MS, writes * MS_PER_WRITE);
    },
    close: stop,
  };
}
