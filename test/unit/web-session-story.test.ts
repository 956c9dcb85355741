import { expect, test } from 'vitest';
import type { Client } from '../../src/web/api/client.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { createSessionStory } from '../../src/web/state/session-story.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope, createClientOf } from '../helpers/web-parts.ts';

/** A session of so many prompts. */
function openStory(count: number) {
  const prompt = { hook_event_name: 'UserPromptSubmit', prompt: 'Go on' };
  const events = Array.from({ length: count }, (_, at) => anEnvelope(at + 1, 'hook.user_prompt', prompt));
  const { client, asked } = createClientOf(events);
  let settled = 0;
  const spans = async () => {
    settled += 1;
    return [];
  };
  const all = { ...client, spans } as unknown as Client;
  const story = createSessionStory(
    all,
    createFeed((work) => work()),
    'one',
  );
  return { story, asked, settled: () => settled };
}

test('a story begins with its latest page; more pages come on wish, and are settled once', async () => {
  const { story, asked, settled } = openStory(4500);
  await until(() => story.moments.value.length === 1000);
  expect([story.hasEarlier.value, asked.length, settled()]).toEqual([true, 1, 1]);
  await story.loadEarlier();
  expect([story.moments.value.length, settled()]).toEqual([2000, 2]);
  await story.loadEarlier(9);
  expect([story.moments.value.length, story.hasEarlier.value, asked.length, settled()]).toEqual([4500, false, 5, 3]);
  await story.loadEarlier(9);
  expect(asked.length).toBe(5);
  story.close();
});
