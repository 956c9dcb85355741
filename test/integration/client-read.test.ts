import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLatest } from '../../src/client/read-latest.ts';
import { anEnvelope, startScriptedDaemon } from '../helpers/scripted-daemon.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;

beforeEach(() => {
  home = createTempHome();
});
afterEach(() => home.remove());

const where = () => ({ home: home.paths.home });

test('the newest few are asked for as a few, of the machine that is meant, and the next page for what is left', async () => {
  const pages = [
    { events: [anEnvelope(20)], before: 20, after: 20, more: true },
    { events: [16, 18, 19].map((seq) => anEnvelope(seq)), before: 12, after: 19, more: true },
    { events: [11, 8].map((seq) => anEnvelope(seq)), before: 8, after: 11, more: true },
  ];
  const daemon = await startScriptedDaemon(home, { onAsked: () => pages.shift() });
  const { events, newestSeq } = await readLatest({ limit: 5, host: 'laptop', ...where() });
  await daemon.close();

  expect([events.length, newestSeq]).toEqual([5, 20]);
  expect(daemon.asked).toEqual([
    '/v1/events?limit=1',
    '/v1/events?host=laptop&imported=false&before=21&limit=5',
    '/v1/events?host=laptop&imported=false&before=12&limit=2',
  ]);
});
