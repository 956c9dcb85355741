import { expect, onTestFinished, test, vi } from 'vitest';
import type { Envelope } from '../../src/shared/envelope.ts';
import type { Client } from '../../src/web/api/client.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { createSessionStory } from '../../src/web/state/session-story.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope, createClientOf } from '../helpers/web-parts.ts';

const call = (id: string) => ({ tool_name: 'Bash', tool_use_id: id, tool_input: { command: 'make' } });

/** So many calls that go on, more than one question can name past 64. */
const openCalls = (count: number) =>
  Array.from({ length: count }, (_, at) => anEnvelope(at + 1, 'hook.pre_tool', call(`c${at}`)));

/** A daemon that answers when it is told to, page by page and question by question. */
function createSlowDaemon(stored: readonly Envelope[]) {
  const { client } = createClientOf(stored);
  const waiting: { readonly question: string; readonly answer: () => void; readonly refuse: () => void }[] = [];
  const hold = <Answer>(question: string, answer: () => Answer): Promise<Awaited<Answer>> => {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<Answer>>();
    const settle = async () => resolve(await answer());
    waiting.push({ question, answer: () => void settle(), refuse: () => reject(new Error('tired')) });
    return promise;
  };
  const slow = {
    ...client,
    events: (query: Parameters<Client['events']>[0]) => hold('page', () => client.events(query)),
    spans: () => hold('spans', () => []),
  } as unknown as Client;
  const next = async () => {
    await until(() => waiting.length > 0);
    const [first] = waiting.splice(0, 1);
    if (first === undefined) throw new Error('nothing was asked');
    return first;
  };
  return {
    client: slow,
    asked: () => waiting.map(({ question }) => question),
    answer: async () => (await next()).answer(),
    refuse: async () => (await next()).refuse(),
  };
}

function aStory(stored: readonly Envelope[], options = {}) {
  const daemon = createSlowDaemon(stored);
  const feed = createFeed((work) => work());
  const story = createSessionStory(daemon.client, feed, 'one', options);
  onTestFinished(() => story.close());
  return { ...daemon, feed, story };
}

function useFakeTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

test('who has left a session while it is read asks for no more of it', async () => {
  const stored = Array.from({ length: 3000 }, (_, at) => anEnvelope(at + 1, 'hook.post_tool', call(`c${at}`)));
  const { story, answer, asked } = aStory(stored);
  await answer();
  await until(() => !story.isLoading.value);
  const reading = story.loadEarlier(3);
  story.close();
  await answer();
  await reading;
  expect(asked()).toEqual([]);
});

test('who has left a session while it is asked what became of its calls asks no more', async () => {
  const { story, answer, asked } = aStory(openCalls(90));
  await answer();
  await until(() => asked().length === 1);
  story.close();
  useFakeTime();
  await answer();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked()).toEqual([]);
});

test('a daemon that is slow to answer is not asked again meanwhile, but afterwards', async () => {
  const { feed, story, answer, asked } = aStory(openCalls(1));
  await answer();
  await answer();
  await until(() => !story.isLoading.value);
  useFakeTime();
  for (const seq of [2, 3, 4]) {
    feed.put([anEnvelope(seq, 'hook.stop')]);
    await vi.advanceTimersByTimeAsync(2000);
  }
  expect(asked()).toEqual(['spans']);
  await answer();
  await vi.advanceTimersByTimeAsync(399);
  expect(asked()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked()).toEqual(['spans']);
});

test('what became of calls and could not be read is told until it was', async () => {
  const { feed, story, answer, refuse } = aStory(openCalls(1));
  await answer();
  await refuse();
  await until(() => !story.isLoading.value);
  expect(story.error.value).toEqual(new Error('tired'));
  feed.put([anEnvelope(2, 'hook.stop')]);
  await answer();
  await until(() => story.error.value === undefined);
});

test.each([
  ['what has gone is out of sight at once, whenever the rest is read', {}, []],
  ['in a replay, where it was only later, it stays until then', { isReplay: true }, ['Bash']],
] as const)('%s', async (_, options, names) => {
  const { feed, story, answer } = aStory(openCalls(1), options);
  await answer();
  await answer();
  await until(() => !story.isLoading.value);
  feed.reset(true);
  expect(story.moments.value.map(({ name }) => name)).toEqual(names);
});

test('a call that was known by its end alone stays in sight when its beginning is read', async () => {
  const stored = Array.from({ length: 1201 }, (_, at) => anEnvelope(at + 1, 'hook.post_tool', call(`c${at}`)));
  stored[1100] = anEnvelope(1101, 'hook.pre_tool', call('long'));
  stored[1101] = anEnvelope(1102, 'hook.post_tool', call('long'));
  const { feed, story, answer, asked } = aStory(stored);
  await answer();
  await until(() => !story.isLoading.value);
  const keys = () => story.moments.value.map(({ key }) => key);
  expect(keys()).toContain('call long');
  void story.loadEarlier(2);
  await answer();
  await until(() => asked().length === 1); // for the page before
  feed.put([anEnvelope(5000, 'hook.stop')]);
  expect([story.isLoading.value, keys()[0]]).toEqual([true, 'call long']);
});
