import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { until } from '../helpers/until.ts';

const EXAMPLES = path.join(import.meta.dirname, '..', '..', 'examples');

let daemon: InProcessDaemon;
let child: ChildProcess | undefined;

beforeEach(async () => {
  daemon = await startTestDaemon();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await daemon.close();
});

/** Runs an example against the built library, as whoever installed the package would. */
function runExample(name: string): () => string {
  child = spawn(process.execPath, [path.join(EXAMPLES, name)], { env: { ...daemon.home.env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  return () => said;
}

test('examples/failures.mjs says which calls fail, and only those', async () => {
  const said = runExample('failures.mjs');
  await until(async () => (await daemon.status()).clients === 1);
  await daemon.post({ hook_event_name: 'PostToolUse', session_id: 's1', tool_name: 'Bash' });
  await daemon.post({
    hook_event_name: 'PostToolUseFailure',
    session_id: 's1',
    tool_name: 'Bash',
    error: 'Exit code 3',
  });

  await until(() => said() !== '');
  expect(said()).toBe('s1: Bash: Exit code 3\n');
});

test('examples/publish.mjs stores its events and says their ids', async () => {
  const said = runExample('publish.mjs');
  await until(() => child?.exitCode === 0);

  expect(said()).toMatch(/^lint is stored as \S+\nbuild is stored as \S+\ntest is stored as \S+\n$/);
  expect((await daemon.status()).events).toBe(3);
});
