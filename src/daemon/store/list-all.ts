import type { SessionView } from '../../shared/session-view.ts';
import type { Ahead } from './ahead.ts';
import type { SessionCursor, SessionListOptions, SessionPage, SessionReader } from './session-reader.ts';

interface Sources {
  readonly sessions: Pick<SessionReader, 'list' | 'view'>;
  /** Sessions that are further than their rows. */
  readonly aheads: ReadonlyMap<string, Ahead>;
}

/** A page of all sessions: as their rows have them, or further on. */
export function listAll(options: SessionListOptions, { sessions, aheads }: Sources): SessionPage {
  if (aheads.size === 0) return sessions.list(options);
  const { limit } = options;
  const inFile = sessions.list({ ...options, limit: limit + aheads.size });
  const behind = inFile.sessions.filter(({ id }) => !aheads.has(id));
  const ahead = [...aheads.values()].map(sessions.view).filter((one) => isAskedFor(one, options));
  const found = [...behind, ...ahead].sort((one, other) => (isAfter(placeOf(one), placeOf(other)) ? 1 : -1));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const hasMore = found.length > limit || inFile.next !== undefined;
  return { sessions: page, ...(hasMore && last !== undefined ? { next: placeOf(last) } : {}) };
}

function isAskedFor(one: SessionView, { state, project, hidden = false, cursor }: SessionListOptions): boolean {
  if (state !== undefined && one.state !== state) return false;
  if (project !== undefined && one.project !== project) return false;
  if (hidden !== 'all' && (one.hidden ?? false) !== hidden) return false;
  return cursor === undefined || isAfter(placeOf(one), cursor);
}

function placeOf({ lastEventAt, id }: SessionView): SessionCursor {
  return { lastMs: Date.parse(lastEventAt), id };
}

/** Further down in the list. */
function isAfter(one: SessionCursor, other: SessionCursor): boolean {
  return one.lastMs < other.lastMs || (one.lastMs === other.lastMs && one.id < other.id);
}
