import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningCli, startCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let daemon: InProcessDaemon;
let tail: RunningCli | undefined;

beforeEach(async () => {
  home = createTempHome({ TZ: 'UTC' });
  daemon = await startTestDaemon({ home });
});
afterEach(async () => {
  tail?.child.kill('SIGKILL');
  await daemon.stop();
  home.remove();
});

test('tail --since shows what happened then, though a thousand older events came after it', async () => {
  await daemon.post({ hook_event_name: 'Stop', session_id: 'now' });
  const timestamp = Date.now() - 3_600_000;
  const late = Array.from({ length: 1000 }, () => JSON.stringify({ type: 'custom.late', timestamp, data: {} }));
  const headers = { 'content-type': 'application/x-ndjson' };
  await daemon.request('/v1/events', { method: 'POST', body: late.join('\n'), headers });
  tail = startCli(home, ['tail', '--since', '10m', '--json']);
  const shown = () => tail?.stdout().split('\n').filter(Boolean) ?? [];

  await until(() => shown().length === 1001, { withinMs: 20_000 });
  expect(JSON.parse(String(shown()[0]))).toMatchObject({ seq: 1, session_id: 'now' });
});
