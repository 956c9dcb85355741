import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { until } from '../helpers/until.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const EXAMPLES = path.join(ROOT, 'examples');

const hasJq = spawnSync('jq', ['--version']).status === 0;
if (!hasJq) process.stderr.write('skipped: examples/commands.sh: jq is missing\n');
const hasWebsockets = spawnSync('/usr/bin/python3', ['-c', 'import websockets']).status === 0;
if (!hasWebsockets) process.stderr.write('skipped: examples/listen.py: python3-websockets is missing\n');

let daemon: InProcessDaemon;
let child: ChildProcess | undefined;

beforeEach(async () => {
  daemon = await startTestDaemon();
});
afterEach(async () => {
  if (child?.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  child = undefined;
  await daemon.close();
});

/** Runs an example against the built files, as whoever installed the package would. */
function runExample(program: string, name: string, ...args: string[]): () => string {
  const programs = path.join(daemon.home.root, 'programs');
  fs.mkdirSync(programs);
  for (const built of ['mpm-hook', 'mpm-hook-full']) {
    fs.symlinkSync(path.join(ROOT, 'dist', built), path.join(programs, built));
  }
  const env = { ...daemon.home.env, PATH: `${programs}:${daemon.home.env.PATH}` };
  child = spawn(program, [path.join(EXAMPLES, name), ...args], { env, detached: true });
  child.stdin?.end();
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  return () => said;
}

const node = (name: string, ...args: string[]) => runExample(process.execPath, name, ...args);
const ended = () => until(() => child?.exitCode === 0, { what: 'the end of the example' });
const isWatched = () => until(async () => (await daemon.status()).clients === 1, { what: 'the example' });
const call = (event: string, more: object = {}) =>
  daemon.post({ hook_event_name: event, session_id: 's1', tool_name: 'Bash', cwd: '/srv/shop', ...more });

test('examples/alert.mjs tells a webhook which calls fail, and only those', async () => {
  const told: unknown[] = [];
  const webhook = http.createServer(async (request, response) => {
    told.push(JSON.parse(await new Response(request as unknown as ReadableStream).text()));
    response.end();
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  node('alert.mjs', `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`);
  await isWatched();
  await call('PostToolUse');
  await call('PostToolUseFailure', { error: 'Exit code 3' });

  await until(() => told.length > 0);
  webhook.closeAllConnections();
  webhook.close();
  expect(told).toEqual([{ text: 'Bash failed in /srv/shop: Exit code 3' }]);
});

test('examples/status-line.mjs says in one line what each session does', async () => {
  const start = (id: string, cwd: string) =>
    daemon.post({ hook_event_name: 'SessionStart', source: 'startup', session_id: id, cwd });
  await start('s1', '/srv/shop');
  await start('s2', '/srv/api');
  await call('UserPromptSubmit', { prompt: 'Mend it.' });
  await call('PreToolUse', { tool_use_id: 't1', tool_input: { command: 'npm test' } });
  const said = node('status-line.mjs');

  await ended();
  expect(said()).toBe('● shop: npm test   ○ api: idle\n');
});

test('examples/status-line.mjs says nothing where no daemon runs', async () => {
  await daemon.stop();
  const said = node('status-line.mjs');

  await ended();
  expect(said()).toBe('\n');
});

test('examples/publish.mjs stores its events', async () => {
  const said = node('publish.mjs');
  await ended();

  expect(said()).toBe('All of it is stored.\n');
  expect((await daemon.status()).events).toBe(3);
});

test.runIf(hasJq)('examples/commands.sh prints commands as they begin', async () => {
  const said = runExample('sh', 'commands.sh');
  await isWatched();
  await call('PreToolUse', { tool_input: { command: 'npm test' } });
  await call('PostToolUse', { tool_input: { command: 'npm test' } });
  await call('PreToolUse', { tool_name: 'Read' });
  await call('PreToolUse', { tool_input: { command: 'git status' } });

  await until(() => said().split('\n').length > 2);
  expect(said()).toBe('s1  npm test\ns1  git status\n');
});

test.runIf(hasWebsockets)('examples/listen.py, which knows nothing of us, hears every event', async () => {
  const said = runExample('/usr/bin/python3', 'listen.py');
  await isWatched();
  await call('Stop');
  await call('Stop', { session_id: 's2' });

  await until(() => said().split('\n').length > 2);
  expect(said()).toBe('hook.stop s1\nhook.stop s2\n');
});

test.runIf(hasWebsockets)('examples/listen.py with a session hears that one, after one line', async () => {
  const said = runExample('/usr/bin/python3', 'listen.py', 's2');
  await isWatched();
  await until(() => daemon.facts.some(({ event, fact }) => event === 'subscriber_came' && fact.session === 's2'));
  await call('Stop');
  await call('Notification', { session_id: 's2' });

  await until(() => said() !== '');
  expect(said()).toBe('hook.notification s2\n');
});
