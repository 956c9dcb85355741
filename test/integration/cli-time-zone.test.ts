import { afterAll, beforeAll, expect, test } from 'vitest';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { until } from '../helpers/until.ts';

/** Nobody's minutes are theirs. */
const ZONES = ['Asia/Kathmandu', 'UTC'];
const at = Math.floor(Date.now() / 60_000) * 60_000 - 20 * 60_000;

let daemon: InProcessDaemon;

beforeAll(async () => {
  daemon = await startTestDaemon();
  const prompt = { hook_event_name: 'UserPromptSubmit', session_id: 'one', cwd: '/home/dev/shop', prompt: 'pineapple' };
  await daemon.post(prompt, { 'x-mpm-sent-at': String(at) });
  await until(async () => ((await daemon.status()).search as { lagEvents: number }).lagEvents === 0);
});
afterAll(() => daemon.close());

test.each(['tail --no-follow', 'show last', 'search pineapple', 'stats', 'replay last --speed max'])(
  'mpm-hook %s tells times as the clock on the wall does',
  async (command) => {
    for (const timeZone of ZONES) {
      const env = { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1', TZ: timeZone };
      const { stdout } = await callCli(daemon.home, command.split(' '), { env });

      expect(stdout).toContain(new Date(at).toLocaleTimeString('en-GB', { timeZone, timeStyle: 'short' }));
    }
  },
);
