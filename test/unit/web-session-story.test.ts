import { expect, onTestFinished, test, vi } from 'vitest';
import type { Client } from '../../src/web/api/client.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { createSessionStory } from '../../src/web/state/session-story.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope, createClientOf } from '../helpers/web-parts.ts';

/** A session of so many calls, of which one in so many has no end. */
function openStory(count: number, openEvery = 10) {
  const call = (at: number) => ({ tool_name: 'Bash', tool_use_id: `c${at}`, tool_input: { command: 'make' } });
  const typeOf = (at: number) => ((at + 1) % openEvery === 0 ? 'hook.pre_tool' : 'hook.post_tool');
  const events = Array.from({ length: count }, (_, at) => anEnvelope(at + 1, typeOf(at), call(at)));
  const { client, asked } = createClientOf(events);
  const settled: (readonly string[] | undefined)[] = [];
  const spans = async (_session: string, calls?: readonly string[]) => {
    settled.push(calls);
    return [];
  };
  const all = { ...client, spans } as unknown as Client;
  const feed = createFeed((work) => work());
  const story = createSessionStory(all, feed, 'one');
  return { story, asked, settled, feed };
}

test('a story begins with what fills a screen; larger pages come on wish, and are settled once', async () => {
  const { story, asked, settled } = openStory(4500);
  await until(() => story.moments.value.length === 100);
  const namesAsked = () => settled.flat().length;
  expect([story.hasEarlier.value, asked.length, namesAsked()]).toEqual([true, 1, 10]);
  await story.loadEarlier();
  expect([story.moments.value.length, namesAsked()]).toEqual([1100, 10 + 110]);
  await story.loadEarlier(9);
  expect([story.moments.value.length, story.hasEarlier.value, asked.length, namesAsked()]).toEqual([
    4500,
    false,
    6,
    10 + 110 + 450,
  ]);
  await story.loadEarlier(9);
  expect(asked.length).toBe(6);
  story.close();
});

test('it is asked what became of calls without an end, and of no others', async () => {
  const { story, settled } = openStory(30);
  await until(() => settled.length === 1);
  expect(settled).toEqual([['c9', 'c19', 'c29']]);
  story.close();
});

test('where more calls are open than one question can name, several are asked, of the open ones alone', async () => {
  const { story, settled } = openStory(90, 1);
  await until(() => settled.length === 2);
  const ids = Array.from({ length: 90 }, (_, at) => `c${at}`);
  expect(settled).toEqual([ids.slice(0, 64), ids.slice(64)]);
  story.close();
});

test('the more questions the open calls take, the later they are asked', async () => {
  const { story, settled, feed } = openStory(90, 1);
  await until(() => settled.length === 2);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  feed.put([anEnvelope(91, 'hook.stop')]);
  await vi.advanceTimersByTimeAsync(799);
  expect(settled).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(settled).toHaveLength(4);
  story.close();
});

test('nothing is asked of a session whose calls have all ended', async () => {
  const { story, settled } = openStory(30, Number.POSITIVE_INFINITY);
  await until(() => story.moments.value.length === 30 && !story.isLoading.value);
  expect(settled).toEqual([]);
  story.close();
});

test('what could not be read is told, and read anew', async () => {
  const event = anEnvelope(1, 'hook.user_prompt', { hook_event_name: 'UserPromptSubmit', prompt: 'go' });
  const { client } = createClientOf([event]);
  let isAway = true;
  const events: Client['events'] = (query) => (isAway ? Promise.reject(new Error('away')) : client.events(query));
  const feed = createFeed((work) => work());
  const story = createSessionStory({ ...client, events }, feed, 'one');
  await until(() => !story.isLoading.value);
  expect([story.error.value, story.moments.value]).toEqual([new Error('away'), []]);
  isAway = false;
  await story.reload();
  expect([story.error.value, story.moments.value.length]).toEqual([undefined, 1]);
});

test('what was read is shown, though what became of its calls could not be', async () => {
  const { client } = createClientOf([anEnvelope(1, 'hook.pre_tool', { tool_name: 'Bash', tool_use_id: 'a' })]);
  const spans = () => Promise.reject(new Error('tired'));
  const story = createSessionStory(
    { ...client, spans },
    createFeed((work) => work()),
    'one',
  );
  await until(() => story.error.value !== undefined);
  expect(story.moments.value).toHaveLength(1);
});

test('the end of a call that waited asks how long', async () => {
  const call = { tool_name: 'Bash', tool_use_id: 'a', tool_input: { command: 'make' } };
  const asked = anEnvelope(2, 'hook.permission_request', { ...call, tool_use_id: undefined });
  const { client } = createClientOf([anEnvelope(1, 'hook.pre_tool', call), asked]);
  const since: string[] = [];
  const waits: Client['waits'] = async (session, at) => {
    since.push(at);
    if (since.length < 2) return [];
    return [{ session_id: session, kind: 'permission', startedAt: at, durationMs: 3000, what: 'Bash' }];
  };
  const feed = createFeed((work) => work());
  const story = createSessionStory({ ...client, spans: async () => [], waits }, feed, 'one');
  await until(() => since.length === 1);
  feed.put([anEnvelope(5, 'hook.post_tool', call)]);
  await until(() => story.moments.value.some(({ waitedMs }) => waitedMs === 3000));
  feed.put([anEnvelope(6, 'hook.stop')]);
  expect(since).toEqual([asked.timestamp, asked.timestamp]);
  story.close();
});

test('while pages are read, what comes is shown at once, and what was before together at the end', async () => {
  const call = (at: number) => ({ tool_name: 'Bash', tool_use_id: `c${at}`, tool_input: { command: 'make' } });
  const at = (seq: number) => new Date(Date.UTC(2026, 10, 22) + seq).toISOString();
  const events = Array.from({ length: 2500 }, (_, seq) => ({
    ...anEnvelope(seq + 1, 'hook.post_tool', call(seq)),
    timestamp: at(seq),
  }));
  const { client, asked } = createClientOf(events);
  const feed = createFeed((work) => work());
  const { promise: isMeant, resolve: goOn } = Promise.withResolvers<void>();
  let isHeld = false;
  const slow = {
    ...client,
    events: async (asking: Parameters<Client['events']>[0]) => {
      isHeld = asked.length === 2;
      if (isHeld) await isMeant;
      return client.events(asking);
    },
  } as Client;
  const story = createSessionStory(slow, feed, 'one');
  await until(() => story.moments.value.length === 100);
  const reading = story.loadEarlier(2);
  await until(() => isHeld);
  feed.put([{ ...anEnvelope(9999, 'hook.post_tool', call(9999)), timestamp: at(9999) }]);
  expect(story.moments.value.length).toBe(101);
  goOn();
  await reading;
  expect(story.moments.value.length).toBe(2101);
  story.close();
});
