import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WaitView } from '../../shared/overview.ts';
import { parseMinute } from '../sessions/minute-text.ts';
import type { MinuteShelf } from '../store/minute-shelf.ts';
import { inPieces } from './in-pieces.ts';
import { toWaitView } from './wait-tally.ts';

interface WaitsWish {
  readonly sessionId: string;
  /** Those that ended later. */
  readonly sinceMs: number;
}

/** More than anyone answers in one session; past it the earliest are told. */
const MOST_WAITS = 10_000;
const MINUTE_MS = 60_000;

/** Each wait of a session for a permission or an answer that is over, by its end. */
export async function listWaits(
  { sessionId, sinceMs }: WaitsWish,
  minutes: Pick<MinuteShelf, 'settle' | 'minutes'>,
): Promise<readonly WaitView[]> {
  minutes.settle();
  const waits: WaitView[] = [];
  const fromMinute = Math.floor(sinceMs / MINUTE_MS);
  for (const piece of inPieces(minutes, { fromMinute, before: Number.MAX_SAFE_INTEGER, sessionId })) {
    for (const { text } of piece) {
      const ended = parseMinute(text).waits.filter(({ kind, toMs }) => kind !== 'prompt' && toMs >= sinceMs);
      waits.push(...ended.map((wait) => toWaitView(sessionId, wait)));
    }
    if (waits.length >= MOST_WAITS) break;
    await nextTurn();
  }
  return waits.slice(0, MOST_WAITS);
}
