import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFeed, type Feed } from '../../src/web/state/feed.ts';
import { createSessions, type Sessions } from '../../src/web/state/sessions.ts';
import { anEnvelope, aSession } from '../helpers/web-parts.ts';
import { aList, createQuestions } from '../helpers/web-questions.ts';

let feed: Feed;
let sessions: Sessions;
let questions: ReturnType<typeof createQuestions>;

beforeEach(() => {
  vi.useFakeTimers();
  questions = createQuestions();
  feed = createFeed((work) => work());
  sessions = createSessions(questions.client, feed);
});
afterEach(() => {
  sessions.close();
  vi.useRealTimers();
});

const hear = (...ids: string[]) => feed.put(ids.map((id, at) => anEnvelope(at + 1, 'hook.stop', {}, id)));
const answer = (id: string, name = 'now') => questions.take(id).answer({ ...aSession(id, { name }), agents: [] });
const nameOf = (id: string) => sessions.byId.value.get(id)?.name;

test('an old session that was named is read though many others are heard of and the list lacks it', async () => {
  hear('a', 'b', 'c', 'd', 'old');
  const fresh = ['a', 'b', 'c', 'd'].map((id) => aSession(id, { name: 'now' }));
  await questions.take('list').answer(aList(fresh));
  await answer('old');
  expect(nameOf('a')).toBe('now');
  expect(nameOf('old')).toBe('now');
});

test('many that the list lacks are asked for a few at a time', async () => {
  hear('a', 'b', 'c', 'd');
  await questions.take('list').answer(aList([]));
  expect(questions.asked()).toEqual(['a', 'b', 'c']);
  for (const id of ['a', 'b', 'c']) await answer(id);
  expect(questions.asked()).toEqual(['d']);
});

test.each([
  ['one', ['a'], 'a'],
  ['a list', ['a', 'b', 'c', 'd'], 'list'],
])(
  'what the daemon could not answer, for %s, is asked for again with the next that is heard',
  async (_what, ids, question) => {
    hear(...ids);
    await questions.take(question).fail('UNAVAILABLE');
    await vi.advanceTimersByTimeAsync(1000);
    expect(questions.asked()).toEqual([]); // not over and over
    hear('e');
    if (ids.length === 1) expect(questions.asked()).toEqual(['a', 'e']);
    else expect(questions.asked()).toEqual(['list']);
  },
);

test('what the daemon could not answer is asked for when the latest are looked at, though nothing is heard', async () => {
  void sessions.load();
  await questions.take('list').answer(aList([]));
  hear('a');
  await questions.take('a').fail('UNAVAILABLE');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(questions.asked()).toContain('a');
});

test('one that is not there is not asked for again', async () => {
  hear('a');
  await questions.take('a').fail('NOT_FOUND');
  await vi.advanceTimersByTimeAsync(1);
  hear('b');
  expect(questions.asked()).toEqual(['b']);
});

test('after a question about many the daemon is left alone, the longer the more they were', async () => {
  const many = Array.from({ length: 1000 }, (_, at) => `session ${at}`);
  hear(...many);
  await questions.take('list').answer(aList(many.map((id) => aSession(id))));
  hear('a');
  await vi.advanceTimersByTimeAsync(190);
  expect(questions.asked()).toEqual([]);
  await vi.advanceTimersByTimeAsync(20);
  expect(questions.asked()).toEqual(['a']);
});
