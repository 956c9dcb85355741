import type { World } from './world.ts';

/** How far long work has come, in one line on stderr; nothing where nobody looks on. */
export interface Progress {
  show(reached: Reached): void;
  /** Takes the line away. */
  end(): void;
}

interface Reached {
  readonly done: number;
  /** How much of all there is to read has been read, where that is known. */
  readonly part?: number | undefined;
}

/** More often nobody could read it. */
const EVERY_MS = 100;

export function createProgress(verb: string, { err, nowMs }: Pick<World, 'err' | 'nowMs'>): Progress {
  let shownAtMs = nowMs(); // what is done at once needs no line

  return {
    show(reached) {
      if (nowMs() - shownAtMs < EVERY_MS) return;
      shownAtMs = nowMs();
      err.pin(printReached(verb, reached));
    },
    end() {
      err.pin();
    },
  };
}

/** The whole is reckoned from what came so far, and said so. */
export function printReached(verb: string, { done, part = 0 }: Reached): string {
  const count = done.toLocaleString('en');
  if (part <= 0) return `${verb} ${count}`;
  const known = Math.min(part, 1);
  return `${verb} ${count} of ~${Math.round(done / known).toLocaleString('en')} (${Math.floor(known * 100)} %)`;
}
