import type { Keeper } from './keeper.ts';
import type { MinuteShelf } from './minute-shelf.ts';

/** The same as the store's file has it; while it can't be read there is nothing. */
export function createMinuteStore({ read }: Pick<Keeper, 'read'>): MinuteShelf {
  return {
    settle: () => read(({ minutes }) => minutes.settle(), undefined),
    minutes: (piece) => read(({ minutes }) => minutes.minutes(piece), []),
    sessionIdsOf: (project, sinceMs) => read(({ minutes }) => minutes.sessionIdsOf(project, sinceMs), []),
    openWaits: (sinceMs) => read(({ minutes }) => minutes.openWaits(sinceMs), []),
    lastPrompt: (sessionId, untilMs) => read(({ minutes }) => minutes.lastPrompt(sessionId, untilMs), undefined),
    label: (sessionId) => read(({ minutes }) => minutes.label(sessionId), { id: sessionId }),
    callAt: (sessionId, callId, endedAtMs) =>
      read(({ minutes }) => minutes.callAt(sessionId, callId, endedAtMs), undefined),
    waitAt: (sessionId, sinceMs) => read(({ minutes }) => minutes.waitAt(sessionId, sinceMs), undefined),
    note: (minute, measure) => read(({ minutes }) => minutes.note(minute, measure), undefined),
    measures: (from, before, limit) => read(({ minutes }) => minutes.measures(from, before, limit), []),
  };
}
