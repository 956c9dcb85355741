import { MpmError } from '../../shared/errors.ts';
import { toTarget } from '../../shared/knock.ts';
import type { Fault } from '../../shared/refuse-socket.ts';
import { SESSION_STATES, type SessionStateName } from '../../shared/session-view.ts';
import type { SessionCursor } from '../store/session-reader.ts';
import { answerFault, answerJson } from './answer.ts';
import type { Handler } from './http-server.ts';
import { parseQuery, wrong } from './query.ts';
import type { ReadParts } from './read-events.ts';
import { unkept } from './unkept.ts';

/** `GET /v1/sessions`: the latest first, a page at a time. */
export function createReadSessions({ store, nowMs }: ReadParts): Handler {
  return (request, response) => {
    const query = parseQuery(toTarget(request.url).query, ['state', 'project', 'hidden', 'limit', 'cursor'], nowMs());
    const { sessions, next } = store.sessions.list({
      state: parseState(query.text('state')),
      project: query.text('project'),
      hidden: parseHidden(query.text('hidden')),
      limit: query.limit(),
      cursor: parseCursor(query.text('cursor')),
    });
    const cursor = next === undefined ? null : printCursor(next);
    answerJson(response, JSON.stringify({ sessions, cursor, ...unkept(store) }));
  };
}

/** `GET /v1/sessions/:id`. */
export function createReadSession({ store, nowMs }: ReadParts): Handler {
  return (request, response) => {
    const { path, query } = toTarget(request.url);
    parseQuery(query, [], nowMs());
    const detail = store.sessions.detail(toSessionId(path));
    if (detail === undefined) answerFault(response, NO_SESSION);
    else answerJson(response, JSON.stringify({ ...detail, ...unkept(store) }));
  };
}

export const NO_SESSION: Fault = { status: 404, code: 'no_session', message: 'No session with this id is known.' };

/** The last part of the address. */
export function toSessionId(path: string): string {
  try {
    return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  } catch {
    throw new MpmError('BAD_QUERY', 'The id in the address is not percent-encoded text.');
  }
}

/** `GET /v1/spans?session=`: the tool calls of a session, or some of them, in the order they began. */
export function createReadSpans({ store, nowMs }: ReadParts): Handler {
  return (request, response) => {
    const query = parseQuery(toTarget(request.url).query, ['session', 'call'], nowMs());
    const session = query.text('session');
    if (session === undefined) throw wrong('`session` must say whose tool calls are meant.');
    answerJson(
      response,
      JSON.stringify({ spans: store.sessions.spans(session, query.list('call')), ...unkept(store) }),
    );
  };
}

function parseState(text: string | undefined): SessionStateName | undefined {
  const state = SESSION_STATES.find((name) => name === text);
  if (text === undefined || state !== undefined) return state;
  throw wrong(`\`state\` must be one of: ${SESSION_STATES.join(', ')}.`);
}

function parseHidden(text: string | undefined): boolean | 'all' | undefined {
  if (text === undefined || text === 'all') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  throw wrong('`hidden` must be true, false or all.');
}

function printCursor({ lastMs, id }: SessionCursor): string {
  return Buffer.from(`${lastMs} ${id}`).toString('base64url');
}

function parseCursor(text: string | undefined): SessionCursor | undefined {
  if (text === undefined) return undefined;
  const [, lastMs, id] = /^(\d+) (.+)$/s.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (lastMs !== undefined && id !== undefined) return { lastMs: Number(lastMs), id };
  throw wrong('`cursor` must be the one of an earlier answer.');
}
