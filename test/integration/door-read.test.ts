import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Envelope } from '../../src/shared/envelope.ts';
import type { SessionDetail, SessionView, SpanView } from '../../src/shared/session-view.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { capturedSequences } from '../helpers/fixtures.ts';
import { lockOut } from '../helpers/lock-out.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
  for (const { name, events } of capturedSequences()) {
    if (!['print-nested', 'tui-basic', 'print-fail'].includes(name)) continue;
    for (const bytes of events) await daemon.post(bytes);
  }
});
afterAll(() => daemon.close());

async function get<Body>(path: string): Promise<Body> {
  const response = await daemon.request(path);
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

interface EventPage {
  readonly events: readonly Envelope[];
  readonly before: number;
  readonly after: number;
  readonly more: boolean;
}

describe('the read API', () => {
  test('lists sessions page by page, the latest first', async () => {
    const all = await get<{ sessions: SessionView[]; cursor: null }>('/v1/sessions');
    const first = await get<{ sessions: SessionView[]; cursor: string }>('/v1/sessions?limit=3&state=ended');
    const second = await get<{ sessions: SessionView[]; cursor: null }>(`/v1/sessions?limit=3&cursor=${first.cursor}`);

    expect(all.sessions).toHaveLength(4);
    expect([...first.sessions, ...second.sessions]).toEqual(all.sessions);
    expect([all.cursor, second.cursor]).toEqual([null, null]);
    expect(all.sessions[0]).toMatchObject({ state: 'ended', project: '/home/dev/project', counts: { prompts: 1 } });
  });

  test('shows one session with its sub-agents, and its tool calls', async () => {
    const { sessions } = await get<{ sessions: SessionView[] }>('/v1/sessions');
    const details = await Promise.all(sessions.map(({ id }) => get<SessionDetail>(`/v1/sessions/${id}`)));
    const nested = details.find(({ agents }) => agents.length > 0);
    const { spans } = await get<{ spans: SpanView[] }>(`/v1/spans?session=${nested?.id}`);

    expect(nested?.agents).toMatchObject([{ type: 'general-purpose', agents: [{ type: 'general-purpose' }] }]);
    expect(spans.map(({ tool, outcome }) => `${tool} ${outcome}`)).toEqual(['Agent ok', 'Agent ok', 'Bash ok']);
    const ids = spans.map((span) => span.tool_use_id);
    const some = await get<{ spans: SpanView[] }>(`/v1/spans?session=${nested?.id}&call=${ids[2]},${ids[0]},none`);
    expect(some.spans).toEqual([spans[0], spans[2]]);
  });

  test('a page before more than there is begins with the newest, however many more', async () => {
    const newest = await get<{ events: Envelope[] }>('/v1/events?limit=2');
    const page = await get<{ events: Envelope[]; more: boolean }>('/v1/events?limit=2&before=99999999');

    expect(page.events).toHaveLength(2);
    expect(page.events).toEqual(newest.events);
  });

  test.each([
    ['', () => true],
    ['type=hook.post_tool*', ({ type }: Envelope) => type.startsWith('hook.post_tool')],
    ['tool=Bash,Ag*', ({ data }: Envelope) => data.tool_name === 'Bash' || data.tool_name === 'Agent'],
    ['type=hook.nothing', () => false],
  ])('pages through events with "%s" in both directions, each once', async (filter, isMeant) => {
    const { events: all } = await get<EventPage>('/v1/events?limit=1000');
    const expected = all.filter(isMeant).map(({ seq }) => seq);
    const older: number[] = [];
    let page = await get<EventPage>(`/v1/events?limit=7&${filter}`);
    older.unshift(...page.events.map(({ seq }) => seq));
    while (page.more) {
      page = await get<EventPage>(`/v1/events?limit=7&${filter}&before=${page.before}`);
      older.unshift(...page.events.map(({ seq }) => seq));
    }
    const newer: number[] = [];
    page = await get<EventPage>(`/v1/events?limit=7&${filter}&after=0`);
    newer.push(...page.events.map(({ seq }) => seq));
    while (page.more) {
      page = await get<EventPage>(`/v1/events?limit=7&${filter}&after=${page.after}`);
      newer.push(...page.events.map(({ seq }) => seq));
    }

    expect(older).toEqual(expected);
    expect(newer).toEqual(expected);
  });

  test('narrows events by session and by time', async () => {
    const { events } = await get<EventPage>('/v1/events?limit=1000');
    const last = events.at(-1);
    const ofSession = events.filter((event) => event.session_id === last?.session_id);

    expect((await get<EventPage>(`/v1/events?session=${last?.session_id}`)).events).toEqual(ofSession);
    expect((await get<EventPage>('/v1/events?since=1h&limit=1000')).events).toHaveLength(events.length);
    expect((await get<EventPage>('/v1/events?until=1h')).events).toEqual([]);
  });

  test.each([
    ['/v1/events?after=1&before=2', 'bad_query'],
    ['/v1/events?after=-1', 'bad_query'],
    ['/v1/events?since=yesterday', 'bad_query'],
    ['/v1/events?limit=0', 'bad_query'],
    ['/v1/events?limit=1001', 'bad_query'],
    ['/v1/events?sesion=x', 'bad_query'],
    ['/v1/events?imported=maybe', 'bad_query'],
    ['/v1/events?imported=false&q=x', 'bad_query'],
    ['/v1/events?session=a&session=b', 'bad_query'],
    ['/v1/waits', 'bad_query'],
    ['/v1/sessions?state=asleep', 'bad_query'],
    ['/v1/sessions?cursor=rubbish', 'bad_query'],
    ['/v1/sessions/%E0%A4%A', 'bad_query'],
    ['/v1/spans', 'bad_query'],
  ])('%s is refused with %s and a sentence', async (path, code) => {
    const response = await daemon.request(path);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code, message: expect.stringMatching(/\.$/) } });
  });

  test('a session that nobody knows is 404, and nobody comes in without the token', async () => {
    expect((await daemon.request('/v1/sessions/nobody')).status).toBe(404);
    for (const path of ['/v1/sessions', '/v1/sessions/x', '/v1/spans?session=x', '/v1/events']) {
      expect((await fetch(daemon.url + path)).status).toBe(401);
    }
  });
});

test('F37: sessions tell of events that wait in memory, and every answer says how many there are', async () => {
  const session = 'session-held';
  expect(await daemon.post({ hook_event_name: 'Stop', session_id: session })).toBe(204);
  const answers = async () => {
    const paths = ['/v1/sessions', `/v1/sessions/${session}`, `/v1/spans?session=${session}`];
    const all = await Promise.all(paths.map(async (path) => (await daemon.request(path)).json()));
    return all as { held?: number; counts?: { events: number } }[];
  };
  expect((await answers()).map(({ held }) => held)).toEqual([undefined, undefined, undefined]);
  const other = lockOut(daemon.home.paths.store);
  try {
    expect(await daemon.post({ hook_event_name: 'Stop', session_id: session })).toBe(503);
    expect((await answers()).map(({ held }) => held)).toEqual([1, 1, 1]);
    expect((await answers())[1]?.counts?.events).toBe(2);
  } finally {
    other.close();
  }
  await until(async () => (await answers()).every((answer) => !('held' in answer)));
  expect((await answers())[1]?.counts?.events).toBe(2);
});
