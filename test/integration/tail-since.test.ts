import { randomUUID } from 'node:crypto';
import * as os from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { printHookHeader } from '../../src/shared/hook-header.ts';
import { VERSION } from '../../src/shared/version.ts';
import { callCli, type RunningCli, startCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { storedEvents } from '../helpers/store.ts';
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
  tail = undefined;
  await daemon.stop();
  home.remove();
});

const HOUR_MS = 3_600_000;

interface Published {
  readonly type?: string;
  readonly session?: string;
  readonly agoMs?: number;
}

/** In this order, whenever they happened. */
async function publish(...events: readonly Published[]): Promise<void> {
  const lines = events.map(({ type = 'custom.note', session, agoMs = 0 }) =>
    JSON.stringify({ type, timestamp: Date.now() - agoMs, data: session === undefined ? {} : { session_id: session } }),
  );
  const headers = { 'content-type': 'application/x-ndjson' };
  await daemon.request('/v1/events', { method: 'POST', body: lines.join('\n'), headers });
}

/** As the export of another machine has it. */
async function publishFrom(host: string): Promise<void> {
  const [id, timestamp] = [randomUUID(), new Date().toISOString()];
  const line = JSON.stringify({ type: 'custom.note', timestamp, id, host, data: {} });
  const headers = {
    'content-type': 'application/x-ndjson',
    'x-mpm-hook': printHookHeader({ version: VERSION, via: 'import' }),
  };
  await daemon.request('/v1/events', { method: 'POST', body: line, headers });
}

const many = (count: number, event: Published): Published[] => Array.from({ length: count }, () => event);
const seqsIn = (text: string): number[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { seq: number }).seq);

async function shownOf(options: string): Promise<number[]> {
  const { stdout } = await callCli(home, ['tail', '--no-follow', '--json', ...options.split(' ')]);
  return seqsIn(stdout);
}

test('tail --since shows what happened then, though a thousand older events came after it', async () => {
  await publish({}, ...many(1000, { agoMs: HOUR_MS }));

  expect(await shownOf('--since 10m')).toEqual([1]);
});

test('tail --since goes over into what happens now, and into what comes late, without a gap or a twin', async () => {
  await publish({}, ...many(1200, { agoMs: HOUR_MS }), ...many(1200, {}));
  tail = startCli(home, ['tail', '--since', '10m', '--json']);
  await tail.lines(1);
  await publish(...many(3, {}), ...many(2, { agoMs: HOUR_MS }));
  await until(() => seqsIn(String(tail?.stdout())).includes(2406), { withinMs: 20_000 });

  expect(seqsIn(tail.stdout())).toEqual([1, ...Array.from({ length: 1205 }, (_, at) => 1202 + at)]);
});

test('tail --since ends at once when nothing has happened since then, whatever came before', async () => {
  await publish(...many(3, { agoMs: HOUR_MS }));
  const shown = await Promise.all(['--since 10m', '--since 10m --session nobody', '--since 2099-01-01'].map(shownOf));

  expect(shown).toEqual([[], [], []]);
});

test('tail finds a session by the beginning of its id, though a thousand events of others came after it', async () => {
  await publish({ session: 'abcd-1' }, ...many(1100, { session: 'other' }));

  expect(await shownOf('--session abcd --since 2h')).toEqual([1]);
  expect(await shownOf('--session abcd')).toEqual([1]);
});

test('tail --no-follow and --history find what is rare, though thousands of others came after it', async () => {
  await daemon.post({ hook_event_name: 'PreToolUse', session_id: 'one', tool_name: 'Bash', tool_input: {} });
  await publish({}, { agoMs: HOUR_MS }, ...many(2100, { session: 'one' }));

  expect(await shownOf('--tool Bash')).toEqual([1]);
  expect(await shownOf('--tool B* --session one --history 3')).toEqual([1]);
  expect(await shownOf('--since 10m --history 2')).toEqual([2102, 2103]);
});

test('tail takes as many types with the past as without it', async () => {
  await publish({}, { type: 'custom.other' });
  const types = Array.from({ length: 30 }, (_, at) => `--type custom.of-another-kind-${at}`);

  expect(await shownOf(`--history 5 --type custom.note ${types.join(' ')}`)).toEqual([1]);
});

test('tail is a live view: what was imported did not happen now, however the past is asked for', async () => {
  await publish({});
  await publishFrom('elsewhere');
  await publish({});
  await publishFrom('elsewhere');
  const shown = await Promise.all(['--history 3', '--since 1h', '--since 1h --history 3'].map(shownOf));

  expect(shown).toEqual([
    [1, 3],
    [1, 3],
    [1, 3],
  ]);
  expect(await shownOf('--host elsewhere')).toEqual([]);
  expect(await shownOf('--since 1h --host elsewhere')).toEqual([]);
  expect(await shownOf(`--host ${os.hostname()}`)).toEqual([1, 3]);
});

test('tail --history goes over into what happens now, though the newest was none of it', async () => {
  const bash = { hook_event_name: 'PreToolUse', session_id: 'one', tool_name: 'Bash', tool_input: {} };
  await daemon.post(bash);
  await publish(...many(1100, { session: 'other' }));
  tail = startCli(home, ['tail', '--tool', 'Bash', '--history', '5', '--json']);
  await tail.lines(1);
  await until(async () => (await daemon.status()).clients === 1);
  await publish({});
  await daemon.post(bash);
  await tail.lines(2);

  expect(seqsIn(tail.stdout())).toEqual([1, 1103]);
});

test('tail --since shows all that is stored since then of what was asked for, in order of arrival', async () => {
  const ages = [0, HOUR_MS, 3 * HOUR_MS, 60_000];
  const kinds: Published[] = ages.flatMap((agoMs) =>
    ['custom.note', 'custom.other'].flatMap((type) => ['one', 'two'].map((session) => ({ agoMs, type, session }))),
  );
  await publish(...Array.from({ length: 3200 }, (_, at) => kinds[(at * 7) % kinds.length] ?? {}));
  const stored = storedEvents(home);
  const wanted = (isMeant: (row: (typeof stored)[number]) => boolean, sinceMs: number): number[] =>
    stored.filter((row) => row.at_ms >= Date.now() - sinceMs && isMeant(row)).map(({ seq }) => seq);

  expect(await shownOf('--since 2h')).toEqual(wanted(() => true, 2 * HOUR_MS));
  expect(await shownOf('--since 30m --session one')).toEqual(wanted((row) => row.session_id === 'one', HOUR_MS / 2));
  expect(await shownOf('--since 2h --type *.other --session two')).toEqual(
    wanted((row) => row.session_id === 'two' && row.type === 'custom.other', 2 * HOUR_MS),
  );
});
