import { isMoving } from './movement.ts';

/** For the time that new events took to show, so many times as much is left to all else before the next … */
const REST = 1;
/** … and so many times while somebody scrolls: that has to be smooth, and what is new is elsewhere. */
const REST_MOVING = 4;
/** A page that nobody looks at has no pictures. */
const UNSEEN_MS = 250;

/** What of the browser it takes. */
export interface Frames {
  isSeen(): boolean;
  /** Somebody scrolls just now. */
  isMoving(): boolean;
  nowMs(): number;
  onNext(work: () => void): void;
  /** Once the picture is out that this frame makes. */
  afterThis(work: () => void): void;
  wait(work: () => void, timeMs: number): void;
}

/** Work that shows something new: with the next picture while that is cheap, else as often as leaves the page its time. */
export type Pace = (work: () => void) => void;

export function createPace(frames: Frames): Pace {
  let notBeforeMs = 0;

  const show = (work: () => void): void => {
    const startedMs = frames.nowMs();
    work();
    frames.afterThis(() => {
      const endedMs = frames.nowMs();
      const rest = frames.isMoving() ? REST_MOVING : REST;
      notBeforeMs = endedMs + rest * (endedMs - startedMs);
    });
  };
  return (work) => {
    if (!frames.isSeen()) {
      frames.wait(work, UNSEEN_MS);
      return;
    }
    const restMs = notBeforeMs - frames.nowMs();
    const begin = () => frames.onNext(() => show(work));
    if (restMs > 0) frames.wait(begin, restMs);
    else begin();
  };
}

export const browserFrames: Frames = {
  isSeen: () => document.visibilityState === 'visible',
  isMoving,
  nowMs: () => performance.now(),
  onNext: (work) => void requestAnimationFrame(work),
  afterThis(work) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = work;
    port2.postMessage(undefined);
  },
  wait: (work, timeMs) => void setTimeout(work, timeMs),
};
