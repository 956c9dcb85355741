/** Events pour in as long as the latest word of them is no older than this; such words are 100 ms apart. */
const POURING_MS = 250;
/** Between two pieces it then rests so many times as long as the last one took. */
const RESTS = 4;

/** When the index gives way: the processors are for taking events in first, whoever sends them waits. */
export interface Rest {
  /** Events came in. */
  noteEvents(): void;
  /** How long to wait after a piece of work that took so long, in ms. */
  after(tookMs: number): number;
}

export function createRest(nowMs: () => number): Rest {
  let eventsAtMs = Number.NEGATIVE_INFINITY;
  return {
    noteEvents() {
      eventsAtMs = nowMs();
    },
    after: (tookMs) => (nowMs() - eventsAtMs < POURING_MS ? RESTS * tookMs : 0),
  };
}
