import { toTarget } from '../../shared/knock.ts';
import type { TouchedFile } from '../../shared/touched-file.ts';
import { listFiles } from '../overview/list-files.ts';
import { answerFault, answerJson } from './answer.ts';
import { UNREADABLE } from './fault.ts';
import type { Handler } from './http-server.ts';
import { parseQuery, wrong } from './query.ts';
import type { ReadParts } from './read-events.ts';
import { NO_SESSION, toSessionId } from './read-sessions.ts';

/** `GET /v1/sessions/:id/files`: what a session read and changed, the latest first, a page at a time. */
export function createReadFiles({ store, nowMs }: Pick<ReadParts, 'store' | 'nowMs'>): Handler {
  return async (request, response) => {
    const { path, query: search } = toTarget(request.url);
    const query = parseQuery(search, ['limit', 'cursor'], nowMs());
    const limit = query.limit();
    const isBehind = parseCursor(query.text('cursor'));
    const id = toSessionId(path.replace(/\/files$/, ''));
    if (store.sessions.detail(id) === undefined) return answerFault(response, NO_SESSION);
    const list = await listFiles(store, id);
    if (list === undefined) return answerFault(response, UNREADABLE);
    const left = list.files().filter(isBehind);
    const files = left.slice(0, limit);
    const last = files.at(-1);
    const cursor = last === undefined || files.length === left.length ? null : printCursor(last);
    answerJson(response, JSON.stringify({ files, cursor, complete: !list.isFull() }));
  };
}

type Place = Pick<TouchedFile, 'lastAt' | 'path'>;

function printCursor({ lastAt, path }: Place): string {
  return Buffer.from(`${lastAt} ${path}`).toString('base64url');
}

/** Whether a file stands behind the one that ended the page before. */
function parseCursor(text: string | undefined): (file: Place) => boolean {
  if (text === undefined) return () => true;
  const [, at, path] = /^(\S+Z) (.+)$/s.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (at === undefined || path === undefined) throw wrong('`cursor` must be the one of an earlier answer.');
  return (file) => file.lastAt < at || (file.lastAt === at && file.path > path);
}
