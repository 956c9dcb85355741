import { expect, test } from 'vitest';
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
  const story = createSessionStory(
    all,
    createFeed((work) => work()),
    'one',
  );
  return { story, asked, settled };
}

test('a story begins with what fills a screen; larger pages come on wish, and are settled once', async () => {
  const { story, asked, settled } = openStory(4500);
  await until(() => story.moments.value.length === 100);
  expect([story.hasEarlier.value, asked.length, settled.length]).toEqual([true, 1, 1]);
  await story.loadEarlier();
  expect([story.moments.value.length, settled.length]).toEqual([1100, 2]);
  await story.loadEarlier(9);
  expect([story.moments.value.length, story.hasEarlier.value, asked.length, settled.length]).toEqual([
    4500,
    false,
    6,
    3,
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

test('where more calls are open than one question can name, all are asked for', async () => {
  const { story, settled } = openStory(90, 1);
  await until(() => settled.length === 1);
  expect(settled).toEqual([undefined]);
  story.close();
});

test('nothing is asked of a session whose calls have all ended', async () => {
  const { story, settled } = openStory(30, Number.POSITIVE_INFINITY);
  await until(() => story.moments.value.length === 30 && !story.isLoading.value);
  expect(settled).toEqual([]);
  story.close();
});
