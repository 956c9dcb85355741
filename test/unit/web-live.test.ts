import { expect, test } from 'vitest';
import { createLive, type Gap, type Knocked, type LinkState, type SocketEvents } from '../../src/web/api/live.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

/** A daemon that says what the test wants, and notes what it is told. */
function createStage(standings: Knocked['kind'][] = [], forgottenAtKnock?: number) {
  const states: LinkState[] = [];
  const seqs: number[] = [];
  const gaps: Gap[] = [];
  let forgotten = 0;
  let perhapsForgotten = 0;
  const course: string[] = [];
  const labelled: string[] = [];
  const registered: Record<string, unknown>[] = [];
  const pauses: (() => void)[] = [];
  let socket: SocketEvents | undefined;
  const live = createLive({
    openSocket(events) {
      socket = events;
      return { send: (text) => registered.push(JSON.parse(text)), close: () => events.onClose() };
    },
    async knock() {
      course.push('knock');
      return { kind: standings.shift() ?? 'welcome', forgotten: forgottenAtKnock };
    },
    onKnocked: () => course.push('knocked'),
    pause: () => new Promise((resolve) => pauses.push(resolve)),
    nowMs: () => 0,
    onState: (state) => states.push(state),
    onWelcome: () => undefined,
    onEvents: (events) => seqs.push(...events.map(({ seq }) => seq)),
    onGap: (gap) => gaps.push(gap),
    onForgotten({ isCertain }) {
      if (isCertain) forgotten += 1;
      else perhapsForgotten += 1;
    },
    onLabels: (id) => labelled.push(id),
  });
  void live.run();
  const say = (message: object) => socket?.onText(JSON.stringify(message));
  return {
    ...{ live, states, seqs, gaps, registered, labelled, course, say },
    forgotten: () => forgotten,
    perhapsForgotten: () => perhapsForgotten,
    isAsked: () => socket !== undefined,
    async connected(seq: number, storeId = 'store', forgottenBefore?: number) {
      await until(() => socket !== undefined);
      socket?.onOpen();
      say({ type: 'system.welcome', store_id: storeId, seq, forgotten: forgottenBefore });
    },
    async broken() {
      const before = socket;
      socket = undefined;
      before?.onClose();
      await until(() => pauses.length > 0);
    },
    goOn: () => pauses.shift()?.(),
  };
}

test('after a break it goes on behind the last event it had', async () => {
  const stage = createStage();
  await stage.connected(10);
  stage.say([anEnvelope(11, 'hook.stop'), anEnvelope(12, 'hook.stop')]);
  await stage.broken();
  stage.goOn();
  await stage.connected(14);
  expect(stage.registered).toEqual([
    { type: 'register', name: 'dashboard', batch: true },
    { type: 'register', name: 'dashboard', batch: true, after: 12, store_id: 'store' },
  ]);
  stage.say([anEnvelope(12, 'hook.stop'), anEnvelope(13, 'hook.stop'), anEnvelope(14, 'hook.stop')]);
  expect(stage.seqs).toEqual([11, 12, 13, 14]);
  stage.live.close();
});

test('a quiet first connection is a place to go on from, too', async () => {
  const stage = createStage();
  await stage.connected(10);
  await stage.broken();
  stage.goOn();
  await stage.connected(12);
  expect(stage.registered[1]).toMatchObject({ after: 10, store_id: 'store' });
  stage.live.close();
});

test('what was missed is told, and of another store everything counts anew', async () => {
  const stage = createStage();
  await stage.connected(10);
  stage.say({ type: 'system.gap', from: 11, to: 13, count: 3 });
  await stage.broken();
  stage.goOn();
  await stage.connected(2, 'another');
  stage.say({ type: 'system.gap', from: 11, to: null, count: null, reason: 'store_changed' });
  stage.say([anEnvelope(1, 'hook.stop'), anEnvelope(2, 'hook.stop')]);
  expect(stage.gaps).toEqual([
    { count: 3, isOtherStore: false },
    { count: undefined, isOtherStore: true },
  ]);
  expect(stage.seqs).toEqual([1, 2]);
  stage.live.close();
});

test('who is not let in does not knock until there is a reason to hope', async () => {
  const stage = createStage(['denied', 'away']);
  await until(() => stage.states.length === 1);
  expect(stage.states).toEqual([{ kind: 'denied' }]);
  stage.goOn();
  await until(() => stage.states.length === 2);
  expect(stage.states[1]).toMatchObject({ kind: 'away' });
  stage.live.close();
});

test('that events were forgotten is passed on, and moves no place', async () => {
  const stage = createStage();
  await stage.connected(10);
  stage.say({ type: 'system.forgotten', sessions: ['one'], complete: true, events: 3 });
  stage.say([anEnvelope(11, 'hook.stop')]);
  expect(stage.forgotten()).toBe(1);
  expect(stage.seqs).toEqual([11]);
  expect(stage.gaps).toEqual([]);
  stage.live.close();
});

test('what was forgotten while it was away is told with the welcome, and only then', async () => {
  const stage = createStage();
  await stage.connected(10, 'store', 3);
  stage.say({ type: 'system.forgotten', sessions: ['one'], complete: true, events: 1, forgotten: 5 });
  expect(stage.forgotten()).toBe(1);
  await stage.broken();
  stage.goOn();
  await stage.connected(10, 'store', 5); // the one that it heard of
  expect(stage.forgotten()).toBe(1);
  await stage.broken();
  stage.goOn();
  await stage.connected(10, 'store', 7);
  expect(stage.forgotten()).toBe(2);
  stage.live.close();
});

test.each([
  ['forgotten', 4, 1],
  ['not forgotten', 3, 0],
])('what was read before the first welcome and %s by then is told so', async (_what, count, times) => {
  const stage = createStage([], 3);
  await until(() => stage.isAsked());
  await stage.broken(); // no welcome came
  stage.goOn();
  await stage.connected(10, 'store', count);
  expect(stage.forgotten()).toBe(times);
  stage.live.close();
});

test('what was read though the first knock was not answered may have gone by the welcome', async () => {
  const stage = createStage(['away'], 5);
  await until(() => stage.states.length === 1);
  stage.goOn();
  await stage.connected(10, 'store', 5);
  expect([stage.forgotten(), stage.perhapsForgotten()]).toEqual([0, 1]);
  await stage.broken();
  stage.goOn();
  await stage.connected(10, 'store', 5);
  expect([stage.forgotten(), stage.perhapsForgotten()]).toEqual([0, 1]);
  stage.live.close();
});

test('it says once that it has knocked: from then on can be read', async () => {
  const stage = createStage(['away'], 5);
  await until(() => stage.states.length === 1);
  stage.goOn();
  await stage.connected(10, 'store', 5);
  expect(stage.course).toEqual(['knock', 'knocked', 'knock']);
  stage.live.close();
});

test('what is said of a session elsewhere is heard', async () => {
  const stage = createStage();
  await stage.connected(10);
  stage.say({ type: 'system.labels', session_id: 'one', name: 'x', pinned: false, hidden: true });
  expect(stage.labelled).toEqual(['one']);
  stage.live.close();
});
