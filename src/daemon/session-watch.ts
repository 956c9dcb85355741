import type { EventStore } from './store/event-store.ts';

/** Whether the processes of sessions still live is looked at so often. */
const LOOK_MS = 5000;
/** Stories that have to be told again are looked for so often; a piece of one a turn of the event loop. */
const MEND_MS = 250;
/** A start is reckoned from the boot time, which a daemon reads to the second and clocks move a little. */
const SAME_START_MS = 2000;

export interface SessionWatch {
  close(): void;
}

interface SessionWatchParts {
  readonly sessions: Pick<EventStore['sessions'], 'living' | 'lose' | 'mend'>;
  /** When a process began, in ms since the epoch; undefined when there is none of that number. */
  readonly startOf: (pid: number) => number | undefined;
  readonly nowMs: () => number;
  readonly lookMs?: number;
  readonly mendMs?: number;
}

/** Does for sessions what no event does: notices that a process is gone (F51), and tells stories again. */
export function watchSessions(parts: SessionWatchParts): SessionWatch {
  const { sessions, startOf, nowMs, lookMs = LOOK_MS, mendMs = MEND_MS } = parts;
  let immediate: NodeJS.Immediate | undefined;

  const mend = (): void => {
    immediate = sessions.mend() ? setImmediate(mend) : undefined;
  };
  const look = (): void => {
    const gone = sessions.living().filter(({ pid, startedAtMs }) => {
      const now = startOf(pid);
      return now === undefined || Math.abs(now - startedAtMs) > SAME_START_MS;
    });
    if (gone.length > 0) {
      sessions.lose(
        gone.map(({ id }) => id),
        nowMs(),
      );
    }
  };
  const mendTimer = setInterval(() => immediate === undefined && mend(), mendMs).unref();
  const lookTimer = setInterval(look, lookMs).unref();

  return {
    close() {
      clearInterval(mendTimer);
      clearInterval(lookTimer);
      clearImmediate(immediate);
    },
  };
}
