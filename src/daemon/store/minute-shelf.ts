import type { Keeper } from './keeper.ts';
import type { MeasureBook } from './measure-book.ts';
import type { MinuteReader } from './minute-reader.ts';

/** What was told and measured minute by minute, as a ledger has it. */
export interface MinuteShelf extends MinuteReader, MeasureBook {
  /** All events that there are by now are in the minutes, too. To be asked first. */
  settle(): void;
}

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
