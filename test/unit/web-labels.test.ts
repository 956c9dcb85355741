import { expect, test } from 'vitest';
import type { SessionView } from '../../src/shared/session-view.ts';
import type { Client } from '../../src/web/api/client.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { countWaiting, groupSessions, listed, sessionName } from '../../src/web/state/group-sessions.ts';
import { createSessions } from '../../src/web/state/sessions.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope, aSession } from '../helpers/web-parts.ts';

const SESSIONS = [
  aSession('plain', { project: '/home/a' }),
  aSession('pinned', { project: '/home/a', pinned: true }),
  aSession('waits', { project: '/home/b', state: 'waiting', pinned: true }),
  aSession('hidden', { project: '/home/b', state: 'waiting', hidden: true }),
];

test('hidden ones are neither listed nor counted, unless asked for', () => {
  expect(listed(SESSIONS, false).map(({ id }) => id)).toEqual(['plain', 'pinned', 'waits']);
  expect(listed(SESSIONS, true)).toHaveLength(4);
  expect(countWaiting(new Map(SESSIONS.map((one) => [one.id, one])))).toBe(1);
});

test('pinned ones stand in a group of their own where that is wished, behind those that wait', () => {
  const groups = (pinnedFirst: boolean) =>
    groupSessions(listed(SESSIONS, false), { text: '', state: undefined, pinnedFirst }).map(({ name, sessions }) => [
      name,
      ...sessions.map(({ id }) => id),
    ]);
  expect(groups(true)).toEqual([
    ['Waiting for you', 'waits'],
    ['Pinned', 'pinned'],
    ['a', 'plain'],
  ]);
  expect(groups(false)).toEqual([
    ['Waiting for you', 'waits'],
    ['a', 'pinned', 'plain'],
  ]);
});

test('a session goes by the name that it was given, and is found by it', () => {
  const session = aSession('one', { name: 'Ledger', title: 'Title' });
  expect(sessionName(session)).toBe('Ledger');
  expect(groupSessions([session], { text: 'ledger', state: undefined })).toHaveLength(1);
});

/** A daemon that holds these sessions, as they are at the moment. */
function aDaemonOf(held: Map<string, SessionView>) {
  const asked: unknown[] = [];
  const client = {
    sessions: async (query: object) => {
      asked.push(query);
      return { sessions: [...held.values()], cursor: undefined };
    },
    async session(id: string) {
      const found = held.get(id);
      if (found === undefined) throw new Error('gone');
      return { ...found, agents: [] };
    },
  } as unknown as Client;
  return { client, asked };
}

test('while paused the list stands still, and what is known goes on; then it has all', async () => {
  const held = new Map([['one', aSession('one')]]);
  const feed = createFeed((work) => work());
  const sessions = createSessions(aDaemonOf(held).client, feed);
  await sessions.load();
  feed.togglePause();
  held.set('one', aSession('one', { state: 'waiting' }));
  feed.put([anEnvelope(1, 'hook.notification')]);
  await until(() => sessions.current.value.get('one')?.state === 'waiting');
  expect(sessions.byId.value.get('one')?.state).toBe('idle');
  await sessions.find('one'); // somebody looks at it
  expect(sessions.byId.value.get('one')?.state).toBe('waiting');
  feed.togglePause();
  expect(sessions.byId.value).toBe(sessions.current.value);
  sessions.close();
});

test('hidden ones are asked for too, and stay hidden when something of them is heard', async () => {
  const held = new Map([['one', aSession('one', { hidden: true })]]);
  const { client, asked } = aDaemonOf(held);
  const feed = createFeed((work) => work());
  const sessions = createSessions(client, feed);
  await sessions.load();
  expect(asked).toMatchObject([{ hidden: 'all' }]);
  held.set('one', aSession('one', { hidden: true, state: 'working' }));
  feed.put([anEnvelope(1, 'hook.user_prompt')]);
  await until(() => sessions.byId.value.get('one')?.state === 'working');
  expect(listed(sessions.byId.value.values(), false)).toEqual([]);
  sessions.close();
});

test('one that cannot be read does not keep the others from it', async () => {
  const held = new Map([['two', aSession('two', { state: 'working' })]]);
  const feed = createFeed((work) => work());
  const sessions = createSessions(aDaemonOf(held).client, feed);
  sessions.touch('gone');
  sessions.touch('two');
  await until(() => sessions.byId.value.get('two') !== undefined);
  sessions.close();
});

test('what was forgotten goes from the list though it is paused', async () => {
  const held = new Map([['one', aSession('one')]]);
  const feed = createFeed((work) => work());
  const sessions = createSessions(aDaemonOf(held).client, feed);
  await sessions.load();
  feed.togglePause();
  held.clear();
  feed.reset(true);
  await until(() => sessions.byId.value.size === 0);
  sessions.close();
});

test('a hole that is noticed while paused is mended afterwards', () => {
  const feed = createFeed((work) => work());
  const resets: boolean[] = [];
  feed.subscribe({ onReset: (hasGone) => resets.push(hasGone) });
  feed.togglePause();
  feed.reset(false);
  expect(resets).toEqual([]);
  feed.togglePause();
  expect(resets).toEqual([false]);
  feed.togglePause();
  feed.reset(true);
  feed.togglePause();
  expect(resets).toEqual([false, true]);
});
