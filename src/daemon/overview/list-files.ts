import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Envelope } from '../../shared/envelope.ts';
import { FILE_TOOLS } from '../sessions/file-touch.ts';
import type { EventStore } from '../store/event-store.ts';
import { createFileList, type FileList } from './file-list.ts';

/** Looked at in one go; between two pieces everybody else has a turn. */
const PIECE = { limit: 100, maxLooked: 400, maxBytes: 256 * 1024 };

/** Walks through a session's finished calls; undefined when its events cannot be read now. */
export async function listFiles(store: Pick<EventStore, 'browse'>, sessionId: string): Promise<FileList | undefined> {
  const list = createFileList();
  const filter = { sessionId, types: ['hook.post_tool'] };
  for (let afterSeq = 0; ; ) {
    const page = store.browse({ filter, tools: FILE_TOOLS, afterSeq, ...PIECE });
    if (page.isUnread === true) return undefined;
    for (const piece of page.pieces) toEnvelopes(piece).forEach(list.add);
    if (!page.hasMore) return list;
    afterSeq = page.lastSeq;
    await nextTurn();
  }
}

function toEnvelopes(piece: Uint8Array): Envelope[] {
  return JSON.parse(`[${Buffer.from(piece).toString()}]`) as Envelope[]; // printed by us
}
