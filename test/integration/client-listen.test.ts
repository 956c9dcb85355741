import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInbox } from '../../src/client/inbox.ts';
import { listen } from '../../src/client/listen.ts';
import { createStreamOpener } from '../../src/client/node-stream.ts';
import { createReach } from '../../src/client/reach.ts';
import { createPlace } from '../../src/shared/place.ts';
import { anEnvelope, type ScriptedDaemon, startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let daemon: ScriptedDaemon;

beforeEach(async () => {
  home = createTempHome();
  daemon = await startScriptedDaemon(home);
});
afterEach(async () => {
  await daemon.close();
  home.remove();
});

const open = () => createStreamOpener(createReach({ home: home.paths.home }));
const parts = (signal: AbortSignal) => ({
  inbox: createInbox(),
  place: createPlace({}),
  filter: {},
  signal,
  onWelcome: () => {},
});

test('F35: a connection on which nothing moves any more is given up, any frame is life', async () => {
  const startedAt = Date.now();
  const listening = listen(open(), { ...parts(new AbortController().signal), silenceMs: 300 });
  const talking = setInterval(() => daemon.say(anEnvelope(1)), 50);
  setTimeout(() => clearInterval(talking), 600);

  await expect(listening).rejects.toMatchObject({ code: 'DAEMON_LOST' });
  expect(Date.now() - startedAt).toBeGreaterThan(800);
});

test('a wish to stop that comes while it connects is heard', async () => {
  const stop = new AbortController();
  const listening = listen(open(), parts(stop.signal));
  stop.abort();

  await expect(listening).rejects.toMatchObject({ name: 'AbortError' });
  await until(() => daemon.openConnections() === 0);
});
