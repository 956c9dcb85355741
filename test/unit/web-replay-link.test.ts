import { expect, test } from 'vitest';
import type { SocketEvents } from '../../src/web/api/live.ts';
import { createReplayLink } from '../../src/web/replay/replay-link.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

/** A daemon that says what the test wants, and notes what it is told. */
function createStage() {
  const said: Readonly<Record<string, unknown>>[] = [];
  const heard: string[] = [];
  const pauses: (() => void)[] = [];
  let socket: SocketEvents | undefined;
  const link = createReplayLink({
    openSocket(events) {
      socket = events;
      return { send: (text) => said.push(JSON.parse(text)), close: () => events.onClose() };
    },
    knock: async () => ({ kind: 'welcome', forgotten: 0 }),
    pause: () => new Promise((resolve) => pauses.push(resolve)),
    onOpen: () => heard.push('open'),
    onEvent: (replay, { seq }) => heard.push(`${replay} ${seq}`),
    onState: ({ replay, state }) => heard.push(`${replay} ${state}`),
    onRefused: (code) => heard.push(code),
  });
  void link.run();
  return {
    ...{ link, said, heard },
    tell: (message: object) => socket?.onText(JSON.stringify(message)),
    async opened() {
      await until(() => socket !== undefined);
      socket?.onOpen();
    },
    async broken() {
      const before = socket;
      socket = undefined;
      before?.onClose();
      await until(() => pauses.length > 0);
      pauses.shift()?.();
    },
  };
}

test('it asks for nothing live, and takes only what is marked as replayed', async () => {
  const stage = createStage();
  await stage.opened();
  expect(stage.said).toEqual([{ type: 'register', types: [], name: 'dashboard replay' }]);
  stage.tell({ ...anEnvelope(1, 'hook.stop'), replayed: true, replay: 'one' });
  stage.tell(anEnvelope(2, 'hook.stop'));
  stage.tell({ ...anEnvelope(3, 'hook.stop'), replay: 'one' });
  stage.tell({ type: 'system.replay', replay: 'one', state: 'ended' });
  stage.tell({ type: 'system.error', code: 'no_session', message: 'No.' });
  expect(stage.heard).toEqual(['open', 'one 1', 'one ended', 'no_session']);
  stage.link.close();
});

test('after a break it opens again; what is said meanwhile is not said', async () => {
  const stage = createStage();
  await stage.opened();
  await stage.broken();
  stage.link.say({ type: 'replay' });
  await stage.opened();
  stage.link.say({ type: 'replay.stop' });
  expect(stage.said.map(({ type }) => type)).toEqual(['register', 'register', 'replay.stop']);
  expect(stage.heard).toEqual(['open', 'open']);
  stage.link.close();
});

test('closed it hears nothing any more', async () => {
  const stage = createStage();
  await stage.opened();
  stage.link.close();
  stage.tell({ ...anEnvelope(1, 'hook.stop'), replayed: true, replay: 'one' });
  expect(stage.heard).toEqual(['open']);
});
