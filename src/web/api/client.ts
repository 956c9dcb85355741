import type { Envelope } from '../../shared/envelope.ts';
import { MpmError } from '../../shared/errors.ts';
import type { Overview, WaitView } from '../../shared/overview.ts';
import type { EventNames, IndexStanding } from '../../shared/search.ts';
import type { SessionDetail, SessionView, SpanView } from '../../shared/session-view.ts';
import { isObject, parseFields } from '../../shared/wire.ts';

type Fields = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface SessionPage {
  readonly sessions: readonly SessionView[];
  readonly cursor: string | undefined;
}

export interface EventPage {
  /** Oldest first. */
  readonly events: readonly Envelope[];
  /** Asks for the older, and for the newer. */
  readonly before: number;
  readonly after: number;
  /** In the direction that was asked for there may be more. */
  readonly more: boolean;
  /** Where something was looked for in texts. */
  readonly index?: IndexStanding | undefined;
}

/** Known once the page was let in; undefined where none is needed. */
export type Token = () => Promise<string | undefined>;

/** What can be asked of the daemon over HTTP. Rejects with `DAEMON_AWAY`, `DENIED`, `NOT_FOUND` `UNAVAILABLE` (for now) or `REFUSED`. */
export interface Client {
  readonly status: () => Promise<Fields>;
  readonly sessions: (query: Query) => Promise<SessionPage>;
  readonly session: (id: string) => Promise<SessionDetail>;
  /** Of these of its calls, 64 at most. */
  readonly spans: (session: string, calls: readonly string[]) => Promise<readonly SpanView[]>;
  /** For a permission or an answer, that ended since then. */
  readonly waits: (session: string, since: string) => Promise<readonly WaitView[]>;
  readonly events: (query: Query) => Promise<EventPage>;
  /** One by its seq; undefined when it is not there any more. */
  readonly event: (seq: number) => Promise<Envelope | undefined>;
  readonly overview: (query: Query) => Promise<Overview>;
  readonly names: () => Promise<EventNames>;
}

export function createClient(token: Token): Client {
  const get = (path: string, query: Query = {}) => ask(path + toSearch(query), token);
  const readEvents = async (query: Query): Promise<EventPage> => {
    const { events, before, after, more, search } = await get('/v1/events', query);
    const page = { before: Number(before), after: Number(after), more: more === true };
    const found = listOf<Envelope>(events);
    if (!isObject(search)) return { events: found, ...page };
    return { events: found.toReversed(), ...page, index: search as unknown as IndexStanding }; // the newest come first
  };

  return {
    status: () => get('/v1/status'),
    async sessions(query) {
      const { sessions, cursor } = await get('/v1/sessions', query);
      return { sessions: listOf<SessionView>(sessions), cursor: typeof cursor === 'string' ? cursor : undefined };
    },
    session: async (id) =>
      (await get(`/v1/sessions/${encodeURIComponent(id.toWellFormed())}`)) as unknown as SessionDetail,
    overview: async (query) => (await get('/v1/overview', query)) as unknown as Overview,
    spans: async (session, call) => listOf<SpanView>((await get('/v1/spans', { session, call })).spans),
    waits: async (session, since) => listOf<WaitView>((await get('/v1/waits', { session, since })).waits),
    events: readEvents,
    async event(seq) {
      const { events } = await readEvents({ after: seq - 1, limit: 1 });
      return events.find((event) => event.seq === seq);
    },
    async names() {
      const { types, tools, agents } = await get('/v1/names');
      return { types: textsOf(types), tools: textsOf(tools), agents: textsOf(agents) };
    },
  };
}

function toSearch(query: Query): string {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) fields.append(name, String(one));
  }
  return fields.size === 0 ? '' : `?${fields}`;
}

interface Change {
  readonly method: string;
  readonly body?: object;
}

/** The fields of an answer; rejects as a client does. */
export async function ask(path: string, token: Token, change?: Change): Promise<Fields> {
  const answer = await fetchOrAway(path, await token(), change);
  const fields = parseFields(await answer.text());
  if (answer.ok && fields !== undefined) return fields;
  const message = isObject(fields?.error) ? String(fields.error.message) : `The daemon answered ${answer.status}.`;
  throw new MpmError(CODES.get(answer.status) ?? 'REFUSED', message);
}

const CODES: ReadonlyMap<number, string> = new Map([
  [401, 'DENIED'],
  [404, 'NOT_FOUND'],
  [429, 'DENIED'],
  [503, 'UNAVAILABLE'],
]);

async function fetchOrAway(path: string, token: string | undefined, change: Change | undefined): Promise<Response> {
  try {
    const { method = 'GET', body } = change ?? {};
    const proof: Readonly<Record<string, string>> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    if (body === undefined) return await fetch(path, { method, headers: proof });
    const headers = { ...proof, 'content-type': 'application/json' };
    return await fetch(path, { method, headers, body: JSON.stringify(body) });
  } catch (cause) {
    throw new MpmError('DAEMON_AWAY', 'The daemon does not answer.', { cause });
  }
}

function listOf<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value.filter(isObject).map((item) => item as Item) : [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
