import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchEvents } from '../../src/client/search-events.ts';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { lockOut } from '../helpers/lock-out.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;
const session = 'session-held';
const prompt = { hook_event_name: 'UserPromptSubmit', session_id: session, prompt: 'a needle' };

interface Told {
  readonly held?: number;
  readonly totals?: { readonly prompts: number };
  readonly search?: { readonly lagEvents: number; readonly held?: number };
}

const get = async (path: string) => (await (await daemon.request(path)).json()) as Told;
const answers = async () => {
  const [overview = {}, waits = {}, { search = { lagEvents: 0 } } = {}] = await Promise.all(
    ['/v1/overview', `/v1/waits?session=${session}`, '/v1/events?q=needle'].map(get),
  );
  return { overview, waits, search };
};
const call = (...args: readonly string[]) =>
  callCli(daemon.home, args, { env: { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1' } });

beforeAll(async () => {
  daemon = await startTestDaemon();
  expect(await daemon.post(prompt)).toBe(204);
  await until(async () => (await answers()).search.lagEvents === 0, { what: 'the index' });
});
afterAll(() => daemon.close());

test('F37: what waits in memory is in no figure and not found, and the answers and their commands say how much that is', async () => {
  const line = 'mpm-hook: Left out, in memory only until the disk takes more: 2 events.\n';
  const said = async () => [(await call('stats')).stderr, (await call('search', 'needle')).stderr];
  expect(await said()).toEqual(['', '']);
  const lock = lockOut(daemon.home.paths.store);
  try {
    for (const _ of [1, 2]) expect(await daemon.post(prompt)).toBe(503);
    const { overview, waits, search } = await answers();

    expect(overview).toMatchObject({ held: 2, totals: { prompts: 1 } });
    expect(waits).toMatchObject({ held: 2, waits: [] });
    expect(search).toMatchObject({ held: 2, lagEvents: 2 });
    expect(
      (await searchEvents('needle', { limit: 1, port: daemon.port, home: daemon.home.paths.home })).search,
    ).toEqual(search);
    expect(await said()).toEqual([line, `mpm-hook: The newest 2 events cannot be found yet.\n${line}`]);
    expect(JSON.parse((await call('stats', '--json')).stdout)).toMatchObject({ held: 2 });
  } finally {
    lock.close();
  }
  await until(async () => (await answers()).overview.totals?.prompts === 3, { what: 'the disk' });
  const { overview, waits, search } = await answers();
  expect([overview, waits, search].some((answer) => 'held' in answer)).toBe(false);
  await until(async () => (await said()).join('') === '', { what: 'nothing to say' });
});
