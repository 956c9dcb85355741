export interface IdleWatch {
  close(): void;
}

interface IdleWatchOptions {
  /** 0 = never. */
  readonly idleExitMs: number;
  /** Changes with everything that is published. */
  readonly activity: () => number;
  readonly isWatched: () => boolean;
  readonly onIdle: () => void;
}

/** Looks so often within the time that it is overstepped by a tenth at most. */
const LOOKS = 10;
/** `setInterval` takes no more (2³¹ − 1 ms). */
const MAX_INTERVAL_MS = 2_147_483_647;

/** Tells when nobody has published and nobody has listened for long enough: then nobody would miss the daemon. */
export function createIdleWatch({ idleExitMs, activity, isWatched, onIdle }: IdleWatchOptions): IdleWatch {
  let lastActivity = activity();
  let idleLooks = 0;

  const look = (): void => {
    const isIdle = activity() === lastActivity && !isWatched();
    lastActivity = activity();
    idleLooks = isIdle ? idleLooks + 1 : 0;
    if (idleLooks < LOOKS) return;
    clearInterval(timer);
    onIdle();
  };
  const everyMs = Math.min(Math.max(Math.ceil(idleExitMs / LOOKS), 1), MAX_INTERVAL_MS);
  const timer = idleExitMs > 0 ? setInterval(look, everyMs).unref() : undefined;

  return { close: () => clearInterval(timer) };
}
