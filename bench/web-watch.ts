/** What is noted inside the page; `performance.now()` unless it says otherwise. */
export interface Noted {
  readonly longTasks: { readonly atMs: number; readonly tookMs: number }[];
  readonly paints: Record<string, number>;
  /** The first row is there, and a frame with it is out. */
  rowsMs?: number;
  /** Whenever a later probe was seen than before: its number, and when the frame with it was out, as `Date.now()`. */
  readonly probes: { readonly number: number; readonly atMs: number }[];
}

declare global {
  interface Window {
    benchNoted: Noted;
  }
}

/** Runs in the page before anything else does; self-contained, for it is sent there as text. */
export function watchPage(rowSelector: string): void {
  const noted: Noted = { longTasks: [], paints: {}, probes: [] };
  let latest = -1;
  window.benchNoted = noted;
  const observe = (type: string, note: (entry: PerformanceEntry) => void): void => {
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  };
  observe('longtask', ({ startTime, duration }) => noted.longTasks.push({ atMs: startTime, tookMs: duration }));
  observe('paint', ({ name, startTime }) => {
    noted.paints[name] = startTime;
  });

  /** Once the next frame is out: that is later than what was changed just now is to be seen. */
  const afterFrame = (note: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = note;
      port2.postMessage(undefined);
    });
  };
  let isWaiting = false;
  const look = (text: string): void => {
    for (const [, digits] of text.matchAll(/probe-(\d+)-/g)) {
      const number = Number(digits);
      if (number <= latest) continue;
      latest = number;
      afterFrame(() => noted.probes.push({ number, atMs: Date.now() }));
    }
  };
  const lookForRows = (): void => {
    if (isWaiting || document.querySelector(rowSelector) === null) return;
    isWaiting = true;
    afterFrame(() => {
      noted.rowsMs = performance.now();
    });
  };
  new MutationObserver((changes) => {
    lookForRows();
    for (const { type, target, addedNodes } of changes) {
      if (type === 'characterData') look(target.textContent ?? '');
      for (const node of addedNodes) look(node.textContent ?? '');
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
}

/** Scrolls up and down by a step a frame for so long; resolves to the frames a second. Runs in the page. */
export function scrollAbout({
  selector,
  forMs,
}: {
  readonly selector: string;
  readonly forMs: number;
}): Promise<number> {
  const STEP_PX = 24;
  const TURN_FRAMES = 40;
  const scroller = document.querySelector(selector) ?? document.documentElement;
  return new Promise((resolve) => {
    const startMs = performance.now();
    let frames = 0;
    const step = (): void => {
      frames += 1;
      scroller.scrollTop += Math.floor(frames / TURN_FRAMES) % 2 === 0 ? -STEP_PX : STEP_PX;
      const tookMs = performance.now() - startMs;
      if (tookMs < forMs) requestAnimationFrame(step);
      else resolve((frames * 1000) / tookMs);
    };
    requestAnimationFrame(step);
  });
}
