import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BrowseOptions } from '../store/event-browser.ts';
import type { EventStore } from '../store/event-store.ts';
import { ANSWER_HEADERS } from './answer.ts';
import { writeAndFree } from './write-and-free.ts';

/** What to accept for one envelope a line. */
export const LINES = 'application/x-ndjson';
/** Read and written at once; between two pieces everybody else has a turn. */
const PIECE_EVENTS = 64;
const PIECE_BYTES = 64 * 1024;
/** … and no more are looked at for a piece, however few of them are wanted. */
const PIECE_LOOKED = 2000;

interface StreamOptions {
  readonly store: Pick<EventStore, 'browse' | 'lastSeq'>;
  readonly wish: Omit<BrowseOptions, 'afterSeq' | 'limit'>;
  readonly afterSeq: number | undefined;
  readonly limit: number | undefined;
}

/**
 * All that was asked for, oldest first, as fast as the other side reads. Ends with what was the newest at the
 * beginning, whatever comes meanwhile. An answer that cannot be brought to its end is broken off, never rounded off.
 */
export async function streamEvents(response: ServerResponse, options: StreamOptions): Promise<void> {
  const { store, wish, limit = Number.POSITIVE_INFINITY } = options;
  const beforeSeq = Math.min(wish.beforeSeq ?? Number.POSITIVE_INFINITY, store.lastSeq() + 1);
  response.writeHead(200, { ...ANSWER_HEADERS, 'content-type': LINES });
  if (response.req.method === 'HEAD') return void response.end();

  let afterSeq = options.afterSeq ?? 0;
  let left = limit;
  for (let more = left > 0; more; ) {
    const piece = { limit: Math.min(left, PIECE_EVENTS), maxBytes: PIECE_BYTES, maxLooked: PIECE_LOOKED };
    const page = store.browse({ ...wish, ...piece, separator: '\n', beforeSeq, afterSeq });
    if (page.isUnread === true) return void response.destroy();
    left -= page.seqs.length;
    afterSeq = page.lastSeq;
    more = page.hasMore && left > 0;
    if (!writeLines(response, page.pieces)) await drained(response);
    if (response.destroyed) return;
    await nextTurn();
  }
  response.end();
}

/** False when the other side has to read first. */
function writeLines(response: ServerResponse, pieces: readonly Uint8Array[]): boolean {
  let isRoom = true;
  for (const lines of pieces) {
    writeAndFree(response, lines);
    isRoom = response.write('\n');
  }
  return isRoom;
}

/** Resolves too when whoever was to read has gone. */
async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  const over = new AbortController();
  try {
    const { signal } = over;
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    over.abort();
  }
}
