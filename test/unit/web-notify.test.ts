import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { SessionView } from '../../src/shared/session-view.ts';
import { judgeChange } from '../../src/web/notify/judge-change.ts';
import { notificationText } from '../../src/web/notify/notification-text.ts';
import { watchChanges } from '../../src/web/notify/watch-changes.ts';
import { createFeed } from '../../src/web/state/feed.ts';
import { parseSettings } from '../../src/web/state/parse-settings.ts';
import { anEnvelope, aSession } from '../helpers/web-parts.ts';

const working = aSession('one', { state: 'working' });
const waiting = aSession('one', { state: 'waiting', why: 'permission for Bash' });

test.each<[string, SessionView | undefined, SessionView, boolean, string | undefined]>([
  ['begins to wait', working, waiting, true, 'waiting'],
  ['still waits', waiting, aSession('one', { state: 'waiting' }), true, undefined],
  ['waits anew', waiting, aSession('one', { state: 'waiting', since: '2026-11-22T12:01:00.000Z' }), true, 'waiting'],
  ['has come to rest', working, aSession('one'), true, 'finished'],
  ['has failed', working, aSession('one', { why: 'overloaded' }), true, 'failed'],
  ['has lost its process', working, aSession('one', { state: 'lost', why: 'its process is gone' }), false, 'failed'],
  ['was imported', working, aSession('one', { state: 'lost', why: 'imported, its end is not told' }), false, undefined],
  ['rests as before', aSession('one'), aSession('one', { why: 'x' }), true, undefined],
  ['was ended by its user', working, aSession('one', { state: 'ended' }), true, undefined],
  ['is new, and heard of', undefined, waiting, true, 'waiting'],
  ['is new, and only read', undefined, waiting, false, undefined],
  ['is hidden', working, aSession('one', { state: 'waiting', hidden: true }), true, undefined],
])('a session that %s', (_, before, after, isHeard, kind) => {
  expect(judgeChange(before, after, isHeard)).toBe(kind);
});

test('what was there at first is nothing new; what becomes of it is told, paused or not', () => {
  const feed = createFeed((work) => work());
  const current = signal<ReadonlyMap<string, SessionView>>(new Map());
  const isLoaded = signal(false);
  const told: string[] = [];
  const stop = watchChanges({
    sessions: { current, isLoaded },
    feed,
    onChange: (kind, { id }) => told.push(`${id} ${kind}`),
  });
  const hold = (...sessions: SessionView[]): void => {
    current.value = new Map(sessions.map((one) => [one.id, one]));
  };
  hold(waiting);
  isLoaded.value = true;
  expect(told).toEqual([]);
  feed.togglePause();
  feed.put([anEnvelope(1, 'hook.permission_request', {}, 'two')]);
  hold(working, { ...waiting, id: 'two' }, { ...waiting, id: 'read from the store' });
  hold(waiting, { ...waiting, id: 'two' });
  expect(told).toEqual(['two waiting', 'one waiting']);
  stop();
  hold(working);
  hold(waiting);
  expect(told).toHaveLength(2);
});

test('a notification says where, what and of which session; nothing in it can turn text around', () => {
  const session = aSession('one', { project: '/home/dev/web-shop', name: 'a\u202eb\nc', why: 'permission for Bash' });
  expect(notificationText('waiting', session)).toEqual({
    title: 'web-shop waits for you',
    body: expect.stringMatching(/^permission for Bash\na.*b c$/),
  });
  expect(notificationText('waiting', session).body).not.toContain('\u202e');
  expect(notificationText('finished', { ...session, name: 'x'.repeat(5000) }).body).toHaveLength(160);
});

test.each([null, '', 'nonsense', '[]', '{"notify":{"waiting":"yes"},"clock":7}'])(
  'settings that read %j are those of nobody who chose',
  (text) => {
    expect(parseSettings(text)).toEqual({
      notify: { waiting: false, failed: false, finished: false },
      clock: 'local',
    });
  },
);

test('settings are read as they were written', () => {
  const chosen = { notify: { waiting: true, failed: false, finished: true }, clock: 'utc' } as const;
  expect(parseSettings(JSON.stringify(chosen))).toEqual(chosen);
});
