import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPublisher, publish } from '../../src/client/publisher.ts';
import { type ScriptedDaemon, startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;
let daemon: ScriptedDaemon | undefined;

beforeEach(() => {
  home = createTempHome();
});

afterEach(async () => {
  await daemon?.close();
  daemon = undefined;
  home.remove();
});

const event = (number: number) => ({ type: 'custom.step', data: { number } });

test('a thousand events go over one socket, in order', async () => {
  daemon = await startScriptedDaemon(home);
  const publisher = createPublisher({ home: home.paths.home });
  for (let number = 0; number < 1000; number += 1) void publisher.publish(event(number));
  await publisher.flush();
  await publisher.publish(event(1000));
  await publisher.close();

  expect(daemon.lines.map(({ data }) => data)).toEqual(Array.from({ length: 1001 }, (_, number) => ({ number })));
  expect(daemon.connections()).toBe(1);
});

test('every event gets an id and a time of its own', async () => {
  daemon = await startScriptedDaemon(home);
  const id = await publish('custom.deploy', { to: 'staging' }, { home: home.paths.home });

  expect(daemon.lines).toMatchObject([{ type: 'custom.deploy', id, data: { to: 'staging' } }]);
  expect(Date.parse(String(daemon.lines[0]?.timestamp))).toBeGreaterThan(Date.now() - 60_000);
});

test('a busy daemon is asked again with the same ids', async () => {
  daemon = await startScriptedDaemon(home, { busyPosts: 2 });
  const id = await publish('custom.deploy', {}, { home: home.paths.home });

  expect(daemon.lines.map((line) => line.id)).toEqual([id]);
});

test('a connection that was closed while idle is opened anew', async () => {
  daemon = await startScriptedDaemon(home);
  const publisher = createPublisher({ home: home.paths.home });
  await publisher.publish(event(1));
  daemon.cut();
  await publisher.publish(event(2));
  await publisher.close();

  expect(daemon.lines.map(({ data }) => data)).toEqual([{ number: 1 }, { number: 2 }]);
});

test('an event that the daemon refuses fails alone', async () => {
  daemon = await startScriptedDaemon(home, { reject: ({ type }) => (type === 'custom.bad' ? 'bad_type' : undefined) });
  const publisher = createPublisher({ home: home.paths.home });
  const all = [event(1), { type: 'custom.bad', data: {} }, event(2)].map((one) => publisher.publish(one));

  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(all[1]).rejects.toMatchObject({ code: 'EVENT_REFUSED' });
  await publisher.close();
});

test('gives up after its time when nobody listens', async () => {
  await expect(
    publish('custom.x', {}, { home: home.paths.home, port: await freePort(), giveUpAfterMs: 50 }),
  ).rejects.toMatchObject({
    code: 'DAEMON_NOT_RUNNING',
  });
});

test('F22: a stranger on the port gets neither token nor event', async () => {
  daemon = await startScriptedDaemon(home, { isStranger: true });

  await expect(publish('custom.x', {}, { home: home.paths.home, giveUpAfterMs: 50 })).rejects.toMatchObject({
    code: 'DAEMON_STRANGER',
  });
  expect(daemon.tokens.every((token) => token === undefined)).toBe(true);
  expect(daemon.lines).toEqual([]);
});
