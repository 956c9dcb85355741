import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Moment } from '../store/recording-reader.ts';
import type { Recordings } from '../store/recordings.ts';
import { createTimetable, type Timetable } from './timetable.ts';

/** So many events are looked at in one turn of the event loop. */
const PIECE_EVENTS = 1000;

/** What the session has been until now; what comes later is no part of it. Undefined when there is nothing. */
export async function readTimetable(
  recordings: Pick<Recordings, 'moments'>,
  { sessionId, maxGapMs }: { readonly sessionId: string; readonly maxGapMs?: number | undefined },
): Promise<Timetable | undefined> {
  const moments: Moment[] = [];
  for (;;) {
    const piece = recordings.moments(sessionId, moments.at(-1)?.seq ?? 0, PIECE_EVENTS);
    for (const { seq, id, atMs } of piece) moments.push({ seq, id, atMs });
    if (piece.length < PIECE_EVENTS) return createTimetable(moments, maxGapMs);
    await nextTurn();
  }
}
