import { expect, test } from 'vitest';
import { countStates, groupSessions } from '../../src/web/state/group-sessions.ts';
import { aSession } from '../helpers/web-parts.ts';

const SESSIONS = [
  aSession('old', { project: '/code/shop', state: 'ended', lastEventAt: '2026-11-20T00:00:00.000Z' }),
  aSession('busy', { project: '/code/api', state: 'working', lastPrompt: { text: 'Round once', at: '' } }),
  aSession('asks', { project: '/code/shop', state: 'waiting', since: '2026-11-22T11:00:00.000Z' }),
  aSession('asks-longer', { project: '/code/api', state: 'waiting', since: '2026-11-22T10:00:00.000Z' }),
  aSession('rests', { project: '/code/shop' }),
  aSession('nowhere', { startedAt: '2026-11-22T09:00:00.000Z' }),
];
const ALL = { text: '', state: undefined };

function shape(groups: ReturnType<typeof groupSessions>): [string, string[]][] {
  return groups.map(({ name, sessions }) => [name, sessions.map(({ id }) => id)]);
}

test('those that wait stand first, the longest before the others; then the projects, the liveliest first', () => {
  expect(shape(groupSessions(SESSIONS, ALL))).toEqual([
    ['Waiting for you', ['asks-longer', 'asks']],
    ['api', ['busy']],
    ['shop', ['rests', 'old']],
    ['No folder', ['nowhere']],
  ]);
});

test('every word has to be somewhere in what is shown', () => {
  expect(shape(groupSessions(SESSIONS, { ...ALL, text: ' ROUND api ' }))).toEqual([['api', ['busy']]]);
  expect(groupSessions(SESSIONS, { ...ALL, text: 'round shop' })).toEqual([]);
});

test('one state alone', () => {
  expect(shape(groupSessions(SESSIONS, { ...ALL, state: 'ended' }))).toEqual([['shop', ['old']]]);
});

test('the states are counted', () => {
  expect(countStates(SESSIONS)).toEqual({ waiting: 2, working: 1, idle: 2, lost: 0, ended: 1 });
});

test('of one state the latest begun stands first, and stays there whatever the others hear', () => {
  const begun = (id: string, hour: string, lastEventAt: string) =>
    aSession(id, { project: '/code/shop', startedAt: `2026-11-22T${hour}:00:00.000Z`, lastEventAt });
  const calm = [begun('first', '08', '2026-11-22T12:00:00.000Z'), begun('second', '09', '2026-11-22T11:00:00.000Z')];
  expect(shape(groupSessions(calm, ALL))).toEqual([['shop', ['second', 'first']]]);
});
