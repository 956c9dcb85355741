import { afterEach, expect, test } from 'vitest';
import { type ChildDaemon, spawnTestDaemon } from '../helpers/daemon.ts';
import { connectStream } from '../helpers/stream-client.ts';
import { createTempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const home = createTempHome();
let daemon: ChildDaemon | undefined;

afterEach(async () => {
  await daemon?.end('SIGKILL');
  home.remove();
});

const text = 'x'.repeat(100_000);
const line = (index: number) =>
  JSON.stringify({
    type: 'custom.big',
    id: `big-event-${index}`,
    data: { session_id: `s${Math.floor(index / 20)}`, text },
  });

interface Status {
  readonly pruned: number;
  readonly oldestSeq: number;
  readonly seq: number;
  readonly sessions: number;
  readonly store: { readonly bytes: number; readonly events: number };
}

test('F31: what a killed daemon had not pruned yet goes at the next start, and who resumes before it is told a gap', async () => {
  const limit = { MPM_HOOK_RETENTION_MAX_BYTES: '16MiB' };
  daemon = await spawnTestDaemon(home);
  for (let at = 0; at < 400; at += 50) {
    const body = Array.from({ length: 50 }, (_, index) => line(at + index)).join('\n');
    const headers = { 'content-type': 'application/x-ndjson' };
    expect((await daemon.request('/v1/events', { method: 'POST', body, headers })).status).toBe(200);
  }
  await daemon.end('SIGKILL');
  const interrupted = await spawnTestDaemon(home, limit);
  daemon = interrupted;
  await until(async () => ((await interrupted.status()) as unknown as Status).pruned > 0);
  await interrupted.end('SIGKILL');
  const again = await spawnTestDaemon(home, limit);
  daemon = again;
  const rest = await until(async () => {
    const status = (await again.status()) as unknown as Status;
    return status.store.bytes <= 16 * 1024 * 1024 && status;
  });

  expect(rest.pruned + rest.store.events).toBe(400);
  expect(rest.oldestSeq).toBe(401 - rest.store.events);
  expect(rest.sessions).toBe(Math.ceil(rest.store.events / 20));

  const stream = await connectStream(again);
  stream.say({ type: 'register', after: 100 });
  await until(() => stream.heard.at(-1)?.seq === 400);
  const [welcome, gap, ...events] = stream.heard;
  stream.close();

  expect(welcome).toMatchObject({ oldest_seq: rest.oldestSeq });
  expect(gap).toEqual({ type: 'system.gap', from: 101, to: rest.oldestSeq - 1, count: rest.oldestSeq - 101 });
  expect(events.map(({ seq }) => seq)).toEqual(
    Array.from({ length: rest.store.events }, (_, index) => rest.oldestSeq + index),
  );
});
