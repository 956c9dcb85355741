import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runHook } from '../helpers/hook.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';

const HOOK = path.join(import.meta.dirname, '..', '..', 'dist', 'node', 'hook.cjs');
const TRACER = path.join(import.meta.dirname, 'require-tracer.cjs');

/** What Node has loaded by then anyway, or within a millisecond. `node:http` alone would cost five. */
const CHEAP = ['node:fs', 'node:net', 'node:path', 'node:os', 'node:child_process', 'node:crypto'];

let home: TempHome;

beforeEach(() => {
  home = createTempHome();
});

afterEach(() => home.remove());

test('F8: the built hook loads no module of Node but the cheap ones, and no file but itself', async () => {
  const trace = path.join(home.root, 'trace');
  const env = { MPM_HOOK_PORT: `${await freePort()}`, TRACE_FILE: trace };

  const run = await runHook(process.execPath, home, '{"hook_event_name":"Stop"}', env, ['--require', TRACER, HOOK]);

  expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
  const loaded = fs.readFileSync(trace, 'utf8').trimEnd().split('\n');
  expect(loaded).toContain('node:net');
  expect(loaded.filter((name) => !CHEAP.includes(name))).toEqual([]);
});
