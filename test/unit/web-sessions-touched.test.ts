import { expect, test, vi } from 'vitest';
import { aSession } from '../helpers/web-parts.ts';
import { aList } from '../helpers/web-questions.ts';
import { stageSessions } from '../helpers/web-sessions-stage.ts';

const stage = stageSessions();
const answer = (id: string, name = 'now') => stage.questions.take(id).answer({ ...aSession(id, { name }), agents: [] });
const nameOf = (id: string) => stage.sessions.byId.value.get(id)?.name;

test('an old session that was named is read though many others are heard of and the list lacks it', async () => {
  stage.hear('a', 'b', 'c', 'd', 'old');
  const fresh = ['a', 'b', 'c', 'd'].map((id) => aSession(id, { name: 'now' }));
  await stage.questions.take('list').answer(aList(fresh));
  await answer('old');
  expect(nameOf('a')).toBe('now');
  expect(nameOf('old')).toBe('now');
});

test('many that the list lacks are asked for a few at a time', async () => {
  stage.hear('a', 'b', 'c', 'd');
  await stage.questions.take('list').answer(aList([]));
  expect(stage.questions.asked()).toEqual(['a', 'b', 'c']);
  for (const id of ['a', 'b', 'c']) await answer(id);
  expect(stage.questions.asked()).toEqual(['d']);
});

test.each([
  ['one', ['a'], 'a'],
  ['a list', ['a', 'b', 'c', 'd'], 'list'],
])(
  'what the daemon could not answer, for %s, is asked for again with the next that is heard',
  async (_what, ids, question) => {
    stage.hear(...ids);
    await stage.questions.take(question).fail('UNAVAILABLE');
    await vi.advanceTimersByTimeAsync(1000);
    expect(stage.questions.asked()).toEqual([]); // not over and over
    stage.hear('e');
    if (ids.length === 1) expect(stage.questions.asked()).toEqual(['a', 'e']);
    else expect(stage.questions.asked()).toEqual(['list']);
  },
);

test('what the daemon could not answer is asked for when the latest are looked at, though nothing is heard', async () => {
  void stage.sessions.load();
  await stage.questions.take('list').answer(aList([]));
  stage.hear('a');
  await stage.questions.take('a').fail('UNAVAILABLE');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stage.questions.asked()).toContain('a');
});

test('one that is not there is not asked for again', async () => {
  stage.hear('a');
  await stage.questions.take('a').fail('NOT_FOUND');
  await vi.advanceTimersByTimeAsync(1);
  stage.hear('b');
  expect(stage.questions.asked()).toEqual(['b']);
});

test('after a question about many the daemon is left alone, the longer the more they were', async () => {
  const many = Array.from({ length: 1000 }, (_, at) => `session ${at}`);
  stage.hear(...many);
  await stage.questions.take('list').answer(aList(many.map((id) => aSession(id))));
  stage.hear('a');
  await vi.advanceTimersByTimeAsync(190);
  expect(stage.questions.asked()).toEqual([]);
  await vi.advanceTimersByTimeAsync(20);
  expect(stage.questions.asked()).toEqual(['a']);
});
