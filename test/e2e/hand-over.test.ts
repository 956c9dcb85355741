import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sayHello } from '../../src/launch/say-hello.ts';
import { VERSION } from '../../src/shared/version.ts';
import { runHook } from '../helpers/hook.ts';
import { daemonsOf, killAll, spooledFiles } from '../helpers/own-daemons.ts';
import { countStored, storedEvents } from '../helpers/store.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const DIST = path.join(import.meta.dirname, '..', '..', 'dist');
const HOOK = path.join(DIST, 'mpm-hook');

let home: TempHome;
let port: number;

beforeEach(async () => {
  port = await freePort();
  home = createTempHome({ MPM_HOOK_PORT: String(port) });
});

afterEach(() => {
  killAll(home);
  home.remove();
});

const runningVersion = async () => {
  const hello = await sayHello(home.paths, { port }, 500);
  return hello.kind === 'ours' ? hello.daemon.version : undefined;
};

/** The daemon as it is, but for the release it says it is. */
async function startOlderDaemon(): Promise<void> {
  const built = fs.readFileSync(path.join(DIST, 'node', 'cli.cjs'), 'utf8');
  const older = built.replaceAll(`"${VERSION}"`, '"0.0.1"');
  expect(older).not.toBe(built);
  const file = path.join(home.root, 'older.cjs');
  fs.writeFileSync(file, older);
  spawn(process.execPath, [file, 'daemon', 'run'], { env: home.env, stdio: 'ignore', detached: true }).unref();
  await until(async () => (await runningVersion()) === '0.0.1');
}

const eventOf = (at: number) =>
  `{"session_id":"s","hook_event_name":"PreToolUse","tool_name":"Bash","tool_use_id":"toolu_${at}"}\n`;

test('F21: hooks of a newer release replace an older daemon, and every event on the way is stored once', async () => {
  await startOlderDaemon();
  let sent = 0;
  await until(
    async () => {
      await Promise.all(Array.from({ length: 10 }, () => runHook(HOOK, home, eventOf(sent++))));
      return (await runningVersion()) === VERSION;
    },
    { withinMs: 30_000, everyMs: 50, what: 'a daemon of our release' },
  );
  await until(() => countStored(home) === sent && spooledFiles(home).length === 0);
  expect(new Set(storedEvents(home).map(({ id }) => id)).size).toBe(sent);
  expect(daemonsOf(home)).toHaveLength(1);
});
