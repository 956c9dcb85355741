/**
 * What one delivery would cost if each event were written by itself, three times over: what costs less than the time
 * that passes is sent at once, so broadcasting takes a third of a core before anything waits (docs/decisions/0061).
 */
const MS_PER_DELIVERY = 0.016;
/** So much may come at once and not wait: a burst is no load. */
const BURST_MS = 20;
/** What was owed at most when the load ends; so long it takes until nothing waits any more. */
const MAX_OWED_MS = 100;
/** Under load, what comes within this goes out together. */
const WAIT_MS = 4;
/** A timer can't be set to less; for so little nobody waits. */
const LEAST_WAIT_MS = 1;

/** Decides when what waits is sent: at the end of this turn of the event loop, or a little later where there is much to write. */
export interface Pace {
  /** Something waits. */
  hurry(): void;
  /** All that waited was sent: so many events, counted once for each who got them. */
  sent(deliveries: number): void;
  close(): void;
}

interface PaceOptions {
  readonly send: () => void;
  readonly nowMs?: () => number;
}

export function createPace({ send, nowMs = () => performance.now() }: PaceOptions): Pace {
  let owedMs = 0;
  let sentAtMs = nowMs();
  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;

  const stop = (): void => {
    clearImmediate(immediate);
    clearTimeout(timer);
    immediate = undefined;
    timer = undefined;
  };
  const stillOwedMs = (): number => Math.max(0, owedMs - (nowMs() - sentAtMs));

  return {
    hurry() {
      if (immediate !== undefined || timer !== undefined) return;
      const waitMs = stillOwedMs() > BURST_MS ? sentAtMs + WAIT_MS - nowMs() : 0;
      if (waitMs < LEAST_WAIT_MS) immediate = setImmediate(send);
      else timer = setTimeout(send, waitMs).unref();
    },
    sent(deliveries) {
      stop();
      owedMs = Math.min(MAX_OWED_MS, stillOwedMs() + deliveries * MS_PER_DELIVERY);
      sentAtMs = nowMs();
    },
    close: stop,
  };
}
