import type { MinutePlace, MinuteRow } from '../store/minute-reader.ts';
import type { MinuteShelf } from '../store/minute-shelf.ts';

/** Read and added up at once: some 2 ms; between two pieces everybody else has a turn. */
export const PIECE_ROWS = 200;

interface Stretch {
  readonly fromMinute: number;
  readonly before: number;
  readonly sessionId?: string | undefined;
}

/** The minutes of all sessions, or of one, piece by piece. */
export function* inPieces(
  minutes: Pick<MinuteShelf, 'minutes'>,
  { fromMinute, before, sessionId }: Stretch,
): Generator<readonly MinuteRow[]> {
  let from: MinutePlace = { minute: fromMinute, sessionId: '' };
  for (;;) {
    const rows = minutes.minutes({ from, before, sessionId, limit: PIECE_ROWS });
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PIECE_ROWS) return;
    from = last;
  }
}
