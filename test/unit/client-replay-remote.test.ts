import { expect, test } from 'vitest';
import { createRemote } from '../../src/client/replay-remote.ts';

test('a slow reader and a paused one are one pause, which ends when both have', () => {
  const said: object[] = [];
  const remote = createRemote();
  remote.attach((message) => said.push(message));
  remote.pause();
  remote.holdUp(true);
  remote.resume();
  expect(said).toEqual([{ type: 'replay.pause' }]);
  remote.holdUp(false);
  expect(said).toEqual([{ type: 'replay.pause' }, { type: 'replay.resume' }]);
});
