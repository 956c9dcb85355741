import { expect, test, vi } from 'vitest';
import type { SessionView } from '../../src/shared/session-view.ts';
import { watchChanges } from '../../src/web/notify/watch-changes.ts';
import { aSession } from '../helpers/web-parts.ts';
import { aList } from '../helpers/web-questions.ts';
import { stageSessions } from '../helpers/web-sessions-stage.ts';

const stage = stageSessions();
const working = (id: string) => aSession(id, { state: 'working' });
const waiting = (id: string, more: Partial<SessionView> = {}) => aSession(id, { state: 'waiting', ...more });
const aDetail = (session: SessionView) => ({ ...session, agents: [] });
const stateOf = (id: string) => stage.sessions.byId.value.get(id)?.state;

test('what was heard of while all are read stays newer than the answers that come later', async () => {
  void stage.sessions.load();
  stage.hear('one');
  const [first, one] = [stage.questions.take('list'), stage.questions.take('one')];
  await one.answer(aDetail(waiting('one')));
  await first.answer(aList([working('one')], 'two'));
  await stage.questions.take('list two').answer(aList([working('two')]));
  expect([stateOf('one'), stateOf('two')]).toEqual(['waiting', 'working']);
});

test('what is read first is shown though somebody was quick to pause', async () => {
  stage.feed.togglePause();
  void stage.sessions.load();
  await stage.questions.take('list').answer(aList([working('one')]));
  expect(stateOf('one')).toBe('working');
  stage.hear('one');
  await stage.questions.take('one').answer(aDetail(waiting('one')));
  expect(stateOf('one')).toBe('working');
});

test('one that began while all are read is not lost by it', async () => {
  void stage.sessions.load();
  stage.hear('new');
  await stage.questions.take('new').answer(aDetail(working('new')));
  await stage.questions.take('list').answer(aList([working('one')]));
  expect([...stage.sessions.byId.value.keys()].sort()).toEqual(['new', 'one']);
});

test('those that are the same when all are read again stay the same, each and all of them', async () => {
  void stage.sessions.load();
  await stage.questions.take('list').answer(aList([working('one'), working('two')]));
  const before = stage.sessions.byId.value;
  void stage.sessions.load();
  await stage.questions.take('list').answer(aList([working('one'), working('two')]));
  expect(stage.sessions.byId.value).toBe(before);
});

test('of two readings at once the later counts, whichever ends first: what has gone stays away', async () => {
  void stage.sessions.load();
  await stage.questions.take('list').answer(aList([working('one'), working('gone')]));
  const older = stage.sessions.load();
  const newer = stage.sessions.load();
  const [first, second] = [stage.questions.take('list'), stage.questions.take('list')];
  await second.answer(aList([working('one')]));
  await first.answer(aList([working('one'), working('gone')]));
  await Promise.all([older, newer]);
  expect([...stage.sessions.byId.value.keys()]).toEqual(['one']);
});

test('an older reading that fails says nothing: the later one speaks for both', async () => {
  const older = stage.sessions.load();
  const newer = stage.sessions.load();
  const [first, second] = [stage.questions.take('list'), stage.questions.take('list')];
  await first.fail('AWAY');
  await second.answer(aList([working('one')]));
  await Promise.all([older, newer]);
  expect(stage.sessions.error.value).toBeUndefined();
});

test('an answer about one that has gone since, though it comes late, does not bring it back', async () => {
  stage.hear('gone');
  const late = stage.questions.take('gone');
  void stage.sessions.load();
  await stage.questions.take('list').answer(aList([working('one')]));
  await late.answer(aDetail(working('gone')));
  expect([...stage.sessions.byId.value.keys()]).toEqual(['one']);
});

test('one that is looked for, and is told of too late to count, is asked for once more', async () => {
  const found = stage.sessions.find('old');
  const late = stage.questions.take('old');
  void stage.sessions.load();
  await stage.questions.take('list').answer(aList([working('one')]));
  await late.answer(aDetail(working('old')));
  await stage.questions.take('old').answer(aDetail(waiting('old')));
  expect((await found)?.state).toBe('waiting');
  expect(stateOf('old')).toBe('waiting');
});

test('a wait that is told twice over a reading is one wait', async () => {
  const told: string[] = [];
  const stop = watchChanges({ ...stage, onChange: (kind, { id }) => told.push(`${kind} ${id}`) });
  void stage.sessions.load();
  await stage.questions.take('list').answer(aList([working('one')]));
  void stage.sessions.load();
  stage.hear('one');
  await stage.questions.take('one').answer(aDetail(waiting('one')));
  await stage.questions.take('list').answer(aList([working('one')]));
  await vi.advanceTimersByTimeAsync(1);
  stage.hear('one');
  await stage.questions.take('one').answer(aDetail(waiting('one')));
  expect(told).toEqual(['waiting one']);
  stop();
});
