import { expect, onTestFinished, test } from 'vitest';
import type { ForgetParts } from '../../src/daemon/forget.ts';
import { openEventStore } from '../../src/daemon/store/event-store.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { createForgetOf } from '../helpers/forget.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { connectStream } from '../helpers/stream-client.ts';
import { createTempHome } from '../helpers/temp-home.ts';

const stop = (session: string) => ({ hook_event_name: 'Stop', session_id: session, cwd: '/home/dev/one' });

/** As a welcome and the status have it. */
async function counted(daemon: InProcessDaemon): Promise<unknown> {
  const client = await connectStream(daemon);
  client.say({ type: 'register', types: [] });
  const { forgotten } = await client.next('system.welcome');
  client.close();
  expect(await daemon.status()).toMatchObject({ forgotten });
  return forgotten;
}

test('each begin and end of forgetting is counted in every welcome and in the status, over restarts; looking is not', async () => {
  const daemon = await startTestDaemon();
  for (const session of ['one', 'two']) await daemon.post(stop(session));
  const forget = (wish: object) =>
    daemon.request('/v1/forget', {
      method: 'POST',
      body: JSON.stringify(wish),
      headers: { 'content-type': 'application/json' },
    });
  expect(await counted(daemon)).toBe(0);
  await forget({ session: 'one', dryRun: true });
  expect(await counted(daemon)).toBe(0);
  await forget({ session: 'one' });
  const listener = await connectStream(daemon);
  await forget({ session: 'two' });
  const { forgotten } = await listener.next('system.forgotten');
  expect([forgotten, await counted(daemon)]).toEqual([4, 4]);
  listener.close();
  await daemon.stop();
  const next = await startTestDaemon({ home: daemon.home });
  expect(await counted(next)).toBe(4);
  await next.stop();
  daemon.home.remove();
});

/** What happens when a session is forgotten, in its order. */
async function courseOf(forgetSearch: ForgetParts['forgetSearch']): Promise<string[]> {
  const home = createTempHome();
  const store = openEventStore(home.paths.store, { host: 'laptop' });
  onTestFinished(() => {
    store.close();
    home.remove();
  });
  store.append([aNewEvent({ sessionId: 'one', body: '{"hook_event_name":"Stop"}' })]);
  const course: string[] = [];
  const note = (what: string) => () => void course.push(what);
  const forget = createForgetOf(store, home.paths, {
    count: note('counted'),
    forgetSearch: (ranges) => {
      course.push('removed');
      return forgetSearch(ranges);
    },
    onForgotten: note('told'),
  });
  await forget.forget({ kind: 'session', session: 'one' }, { setAsideToo: false }).catch(note('failed'));
  return course;
}

test('whoever counts before it or meanwhile finds another number afterwards', async () => {
  expect(await courseOf(async () => {})).toEqual(['counted', 'removed', 'counted', 'told']);
});

test('one that fails is counted alike: some of it may have gone', async () => {
  const fail = async () => Promise.reject(new Error('no search'));
  expect(await courseOf(fail)).toEqual(['counted', 'removed', 'counted', 'failed']);
});
