import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { AgentView } from '../../src/shared/session-view.ts';
import type { Client } from '../../src/web/api/client.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { needsDetail } from '../../src/web/state/held-sessions.ts';
import { noteMovement } from '../../src/web/state/movement.ts';
import { createSessions, type Sessions } from '../../src/web/state/sessions.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope, aSession } from '../helpers/web-parts.ts';

const AGENT: AgentView = { id: 'a', type: 'Explore', state: 'ended', startedAt: '', background: false, agents: [] };

let sessions: Sessions | undefined;
afterEach(() => sessions?.close());

/** Two pages of sessions; it notes which were asked for. */
function hold(isAway: () => boolean = () => false) {
  const asked: unknown[] = [];
  const client = {
    async sessions({ cursor }: { cursor?: string }) {
      asked.push(cursor ?? 'first');
      if (isAway()) throw new Error('away');
      return { sessions: [aSession(cursor ?? 'one')], cursor: cursor === undefined ? 'two' : undefined };
    },
    session: async (id: string) => ({ ...aSession(id), agents: [{ ...AGENT }] }),
  } as unknown as Client;
  sessions = createSessions(
    client,
    createFeed((work) => work()),
  );
  return { held: sessions, asked };
}

test('what came between the reading and the stream is among the latest: no more is read again', async () => {
  const { held, asked } = hold();
  void held.load();
  await held.catchUp();
  expect(asked).toEqual(['first', 'two', 'first']);
  expect([...held.byId.value.keys()]).toEqual(['one', 'two']);
});

test('what could not be read at first is read whole when the stream stands', async () => {
  let isAway = true;
  const { held, asked } = hold(() => isAway);
  held.load().catch(() => undefined);
  await Promise.resolve();
  isAway = false;
  await held.catchUp();
  expect(asked).toEqual(['first', 'first', 'two']);
});

test('sub-agents that are the same stay the same list', async () => {
  const { held } = hold();
  await held.find('one');
  const before = held.byId.value.get('one')?.agents;
  await held.find('one');
  expect(before).toEqual([AGENT]);
  expect(held.byId.value.get('one')?.agents).toBe(before);
});

test('what a list tells of an opened session takes nothing that its detail knew, and leaves it the same', async () => {
  const { held } = hold();
  await held.load();
  await held.find('one');
  const before = held.byId.value.get('one');
  await held.load();
  await held.catchUp();
  expect(before).toMatchObject({ agents: [AGENT] });
  expect(held.byId.value.get('one')).toBe(before);
  expect(needsDetail(before)).toBe(false);
});

test('when a list tells news of an opened session its detail is to be asked for; until then its sub-agents stay', async () => {
  const { held } = hold();
  await held.find('one');
  const { agents } = held.byId.value.get('one') ?? {};
  held.hold([{ ...aSession('one'), counts: { events: 2, prompts: 0, toolCalls: 1, errors: 0 } }]);
  const news = held.byId.value.get('one');
  expect(news?.counts.events).toBe(2);
  expect(news?.agents).toBe(agents);
  expect(needsDetail(news)).toBe(true);
  await held.find('one');
  expect(needsDetail(held.byId.value.get('one'))).toBe(false);
});

test('sessions that have not changed stay the same, each and all of them', async () => {
  const { held } = hold();
  await held.load();
  const [before, one] = [held.byId.value, held.byId.value.get('one')];
  await held.catchUp();
  expect(held.byId.value).toBe(before);
  held.hold([{ ...aSession('two'), state: 'waiting' }]);
  expect(held.byId.value).not.toBe(before);
  expect(held.byId.value.get('one')).toBe(one);
  expect(held.byId.value.get('two')?.state).toBe('waiting');
});

test('what was heard of is asked for at once; what is heard of meanwhile, after the answer and together', async () => {
  const asked: unknown[] = [];
  const answers: (() => void)[] = [];
  const answer = async <Body>(question: unknown, body: Body): Promise<Body> => {
    asked.push(question);
    await new Promise<void>((resolve) => answers.push(resolve));
    return body;
  };
  const client = {
    session: (id: string) => answer(id, { ...aSession(id), agents: [] }),
    sessions: ({ limit }: { limit: number }) => answer(limit, { sessions: [] }),
  } as unknown as Client;
  const feed = createFeed((work) => work());
  sessions = createSessions(client, feed);
  const hear = (...ids: string[]) => feed.put(ids.map((id, at) => anEnvelope(at + 1, 'hook.stop', {}, id)));

  hear('a', 'a');
  expect(asked).toEqual(['a']);
  hear('b', 'c');
  hear('c', 'd', 'e');
  expect(asked).toEqual(['a']);
  answers[0]?.();
  await until(() => asked.length > 1);
  expect(asked).toEqual(['a', 4 + 20]);
});

test('while somebody scrolls, sessions are read less often', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const asked: string[] = [];
  const client = {
    async session(id: string) {
      asked.push(id);
      return { ...aSession(id), agents: [] };
    },
  } as unknown as Client;
  sessions = createSessions(
    client,
    createFeed((work) => work()),
  );
  noteMovement();
  sessions.touch('a');
  sessions.touch('b');
  await vi.advanceTimersByTimeAsync(90);
  expect(asked).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(20);
  expect(asked).toEqual(['a', 'b']);
});
