import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WaitView } from '../../shared/overview.ts';
import { parseMinute } from '../sessions/minute-text.ts';
import type { MinutePlace } from '../store/minute-reader.ts';
import type { MinuteShelf } from '../store/minute-shelf.ts';
import { toWaitView } from './wait-tally.ts';

interface WaitsWish {
  readonly sessionId: string;
  /** Those that ended later. */
  readonly sinceMs: number;
}

/** Minutes that are looked at before others have their turn. */
const PIECE_ROWS = 500;
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
  let from: MinutePlace = { minute: Math.floor(sinceMs / MINUTE_MS), sessionId: '' };
  for (;;) {
    const rows = minutes.minutes({ from, before: Number.MAX_SAFE_INTEGER, sessionId, limit: PIECE_ROWS });
    for (const { text } of rows) {
      const ended = parseMinute(text).waits.filter(({ kind, toMs }) => kind !== 'prompt' && toMs >= sinceMs);
      waits.push(...ended.map((wait) => toWaitView(sessionId, wait)));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PIECE_ROWS || waits.length >= MOST_WAITS) return waits.slice(0, MOST_WAITS);
    from = last;
    await nextTurn();
  }
}
