import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionView } from '../../src/shared/session-view.ts';
import { watchChanges } from '../../src/web/notify/watch-changes.ts';
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
const working = (id: string) => aSession(id, { state: 'working' });
const waiting = (id: string, more: Partial<SessionView> = {}) => aSession(id, { state: 'waiting', ...more });
const aDetail = (session: SessionView) => ({ ...session, agents: [] });
const stateOf = (id: string) => sessions.byId.value.get(id)?.state;

test('what was heard of while all are read stays newer than the answers that come later', async () => {
  void sessions.load();
  hear('one');
  const [first, one] = [questions.take('list'), questions.take('one')];
  await one.answer(aDetail(waiting('one')));
  await first.answer(aList([working('one')], 'two'));
  await questions.take('list two').answer(aList([working('two')]));
  expect([stateOf('one'), stateOf('two')]).toEqual(['waiting', 'working']);
});

test('what is read first is shown though somebody was quick to pause', async () => {
  feed.togglePause();
  void sessions.load();
  await questions.take('list').answer(aList([working('one')]));
  expect(stateOf('one')).toBe('working');
  hear('one');
  await questions.take('one').answer(aDetail(waiting('one')));
  expect(stateOf('one')).toBe('working');
});

test('one that began while all are read is not lost by it', async () => {
  void sessions.load();
  hear('new');
  await questions.take('new').answer(aDetail(working('new')));
  await questions.take('list').answer(aList([working('one')]));
  expect([...sessions.byId.value.keys()].sort()).toEqual(['new', 'one']);
});

test('those that are the same when all are read again stay the same, each and all of them', async () => {
  void sessions.load();
  await questions.take('list').answer(aList([working('one'), working('two')]));
  const before = sessions.byId.value;
  void sessions.load();
  await questions.take('list').answer(aList([working('one'), working('two')]));
  expect(sessions.byId.value).toBe(before);
});

test('of two readings at once the later counts, whichever ends first: what has gone stays away', async () => {
  void sessions.load();
  await questions.take('list').answer(aList([working('one'), working('gone')]));
  const older = sessions.load();
  const newer = sessions.load();
  const [first, second] = [questions.take('list'), questions.take('list')];
  await second.answer(aList([working('one')]));
  await first.answer(aList([working('one'), working('gone')]));
  await Promise.all([older, newer]);
  expect([...sessions.byId.value.keys()]).toEqual(['one']);
});

test('an older reading that fails says nothing: the later one speaks for both', async () => {
  const older = sessions.load();
  const newer = sessions.load();
  const [first, second] = [questions.take('list'), questions.take('list')];
  await first.fail('AWAY');
  await second.answer(aList([working('one')]));
  await Promise.all([older, newer]);
  expect(sessions.error.value).toBeUndefined();
});

test('an answer about one that has gone since, though it comes late, does not bring it back', async () => {
  hear('gone');
  const late = questions.take('gone');
  void sessions.load();
  await questions.take('list').answer(aList([working('one')]));
  await late.answer(aDetail(working('gone')));
  expect([...sessions.byId.value.keys()]).toEqual(['one']);
});

test('one that is looked for, and is told of too late to count, is asked for once more', async () => {
  const found = sessions.find('old');
  const late = questions.take('old');
  void sessions.load();
  await questions.take('list').answer(aList([working('one')]));
  await late.answer(aDetail(working('old')));
  await questions.take('old').answer(aDetail(waiting('old')));
  expect((await found)?.state).toBe('waiting');
  expect(stateOf('old')).toBe('waiting');
});

test('a wait that is told twice over a reading is one wait', async () => {
  const told: string[] = [];
  const stop = watchChanges({ sessions, feed, onChange: (kind, { id }) => told.push(`${kind} ${id}`) });
  void sessions.load();
  await questions.take('list').answer(aList([working('one')]));
  void sessions.load();
  hear('one');
  await questions.take('one').answer(aDetail(waiting('one')));
  await questions.take('list').answer(aList([working('one')]));
  await vi.advanceTimersByTimeAsync(1);
  hear('one');
  await questions.take('one').answer(aDetail(waiting('one')));
  expect(told).toEqual(['waiting one']);
  stop();
});
