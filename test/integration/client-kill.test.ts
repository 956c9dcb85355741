import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../src/client/client.ts';
import { readHistory } from '../../src/client/read-history.ts';
import { type ChildDaemon, spawnTestDaemon } from '../helpers/daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const EVENTS = 600;
const KILLS = 3;

let home: TempHome;
let daemon: ChildDaemon;
let port: number;

beforeEach(async () => {
  home = createTempHome();
  port = await freePort();
  daemon = await spawnTestDaemon(home, { MPM_HOOK_PORT: String(port) });
});

afterEach(async () => {
  await daemon.end('SIGKILL');
  home.remove();
});

test('a daemon killed again and again: every event is stored once, and reaches the subscriber once', async () => {
  await using client = connect({ home: home.paths.home, port });
  const received: string[] = [];
  let gaps = 0;
  const events = client.subscribe({ onNotice: ({ kind }) => (gaps += kind === 'gap' || kind === 'newStore' ? 1 : 0) });
  const reading = (async () => {
    for await (const { id } of events) received.push(id);
  })();
  await until(async () => (await daemon.status()).clients === 1);

  const published: string[] = [];
  for (let kill = 0; kill <= KILLS; kill += 1) {
    for (let number = 0; number < EVENTS / (KILLS + 1); number += 1) {
      published.push(client.publish('custom.step', { number }));
      if (number % 10 === 0) await new Promise(setImmediate);
    }
    if (kill === KILLS) break;
    await daemon.end('SIGKILL');
    daemon = await spawnTestDaemon(home, { MPM_HOOK_PORT: String(port) });
  }
  await client.flush();
  await until(() => received.length >= EVENTS);
  await events.close();
  await reading;

  const stored = (await readHistory({ home: home.paths.home, port, limit: 1000 })).map(({ id }) => id);
  expect(stored).toEqual(published);
  expect(received).toEqual(published);
  expect([gaps, client.dropped]).toEqual([0, 0]);
});
