import type { Envelope } from '../shared/envelope.ts';
import type { WaitView } from '../shared/overview.ts';
import type { SessionDetail, SessionPatch, SessionStateName, SessionView, SpanView } from '../shared/session-view.ts';
import { isEnvelope } from '../shared/wire.ts';
import { type AskOptions, ask, get, listOf, parseAnswer } from './get-answer.ts';

export interface SessionsOptions extends AskOptions {
  /** At most so many, the one that was heard of last first. */
  readonly limit: number;
  readonly state?: SessionStateName | undefined;
  /** The folder they were started in. */
  readonly project?: string | undefined;
  /** `all`: also those that are hidden; true: only those. */
  readonly hidden?: boolean | 'all' | undefined;
}

export interface SessionList {
  readonly sessions: SessionView[];
  /** Events that wait in memory while the disk takes nothing. Absent when there are none. */
  readonly held?: number;
}

/** One session with all that is known of it, in the order of hook time. */
export interface SessionStory extends Pick<SessionList, 'held'> {
  readonly session: SessionDetail;
  readonly spans: readonly SpanView[];
  /** How long it waited for a permission or an answer, each time that is over. */
  readonly waits: readonly WaitView[];
  readonly events: readonly Envelope[];
}

/** An answer carries so many at most; more are asked for page by page. */
const PAGE = 1000;

export async function readSessions(options: SessionsOptions): Promise<SessionView[]> {
  return (await listSessions(options)).sessions;
}

/** The same, and how much of what they tell is in memory only. */
export async function listSessions(options: SessionsOptions): Promise<SessionList> {
  const { limit, state, project, hidden, ...where } = options;
  return ask(where, async (connection) => {
    const sessions: SessionView[] = [];
    for (let cursor: unknown; ; ) {
      const size = Math.min(PAGE, limit - sessions.length);
      const page = await get(connection, '/v1/sessions', { limit: size, state, project, hidden, cursor });
      sessions.push(...listOf<SessionView>(page.sessions));
      cursor = page.cursor;
      if (typeof cursor !== 'string' || sessions.length >= limit) return { sessions, ...heldOf(page) };
    }
  });
}

function heldOf({ held }: Readonly<Record<string, unknown>>): Pick<SessionList, 'held'> {
  return typeof held === 'number' ? { held } : {};
}

/** Rejects with `NO_SESSION` when nothing is known of it. */
export async function readSession(id: string, options: AskOptions = {}): Promise<SessionStory> {
  return ask(options, async (connection) => {
    const { held, ...session } = await get(connection, `/v1/sessions/${encodeURIComponent(id)}`, {});
    const { spans } = await get(connection, '/v1/spans', { session: id });
    const { waits } = await get(connection, '/v1/waits', { session: id });
    const events: Envelope[] = [];
    for (let after = 0, more = true; more; ) {
      const page = await get(connection, '/v1/events', { session: id, after, limit: PAGE });
      events.push(...listOf<Envelope>(page.events).filter(isEnvelope));
      more = page.more === true && Number(page.after) > after;
      after = Number(page.after);
    }
    events.sort(byStory);
    return {
      session: session as unknown as SessionDetail,
      spans: listOf<SpanView>(spans),
      waits: listOf<WaitView>(waits),
      events,
      ...heldOf({ held }),
    };
  });
}

/** Names a session, pins it (its events stay), hides it, or the contrary. Rejects with `NO_SESSION` when nothing is known of it. */
export async function patchSession(id: string, patch: SessionPatch, options: AskOptions = {}): Promise<SessionDetail> {
  return ask(options, async (connection) => {
    const path = `/v1/sessions/${encodeURIComponent(id)}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await connection.request({ method: 'PATCH', path, headers, body: JSON.stringify(patch) });
    return parseAnswer(answer, path) as unknown as SessionDetail;
  });
}

/** Arrival is another order: an event that had to wait in the spool comes late. */
function byStory(one: Envelope, other: Envelope): number {
  if (one.timestamp !== other.timestamp) return one.timestamp < other.timestamp ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
