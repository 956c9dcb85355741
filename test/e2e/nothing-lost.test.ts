import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sayHello } from '../../src/launch/say-hello.ts';
import { runHook } from '../helpers/hook.ts';
import { daemonPid, daemonsOf, killAll, spooledFiles } from '../helpers/own-daemons.ts';
import { countStored, storedEvents } from '../helpers/store.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const HOOK = path.join(import.meta.dirname, '..', '..', 'dist', 'mpm-hook');
const EVENTS = 5000;
const AT_ONCE = 20;
/** Ten seconds on a machine with nothing else to do. Without what replaces it, it would never be. */
const WEDGED_WITHIN_MS = 60_000;

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

const eventOf = (at: number) =>
  `{"session_id":"herd-${at % 7}","cwd":"/home/dev/project","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"echo ${at}"},"tool_use_id":"toolu_${at}"}\n`;

/** Hooks as many sessions at once would call them; tells of each that failed to keep silent. */
async function runHooks(count: number, atOnce: number): Promise<string[]> {
  const complaints: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const at = next++;
      const { status, stdout, stderr } = await runHook(HOOK, home, eventOf(at));
      if (status !== 0 || stdout !== '' || stderr !== '') complaints.push(`${at}: ${status} ${stdout}${stderr}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return complaints;
}

function signalDaemon(signal: NodeJS.Signals): boolean {
  const pid = daemonPid(home);
  if (pid === undefined) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // it is gone, and a hook will start the next
  }
}

/** Spooled events are fetched by a daemon that a later hook starts: one more event now and then, as in life. */
async function untilAllStored(count: number): Promise<number> {
  let nudges = 0;
  await until(
    async () => {
      if (countStored(home) >= count + nudges && spooledFiles(home).length === 0) return true;
      if ((await sayHello(home.paths, { port }, 500)).kind !== 'ours') {
        await runHook(HOOK, home, eventOf(1_000_000 + nudges));
        nudges += 1;
      }
      return undefined;
    },
    { withinMs: 60_000, everyMs: 500, what: 'every event in the store' },
  );
  return nudges;
}

function expectEachOnce(count: number): void {
  const rows = storedEvents(home);
  expect(rows).toHaveLength(count);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(count);
}

test('F24: 5,000 events, 20 at a time, while the daemon is killed every second, are each in the store once', async () => {
  let kills = 0;
  const killing = setInterval(() => {
    if (signalDaemon('SIGKILL')) kills += 1;
  }, 1000);
  const complaints = await runHooks(EVENTS, AT_ONCE);
  clearInterval(killing);
  const nudges = await untilAllStored(EVENTS);
  expect(complaints).toEqual([]);
  expect(kills).toBeGreaterThan(1);
  expectEachOnce(EVENTS + nudges);
});

test('F24: nor is any lost or doubled when the daemon is stopped for three seconds in between', async () => {
  await runHooks(1, 1);
  await until(async () => (await sayHello(home.paths, { port }, 500)).kind === 'ours');
  const stopped: number[] = [];
  const stopping = setTimeout(() => {
    stopped.push(daemonPid(home) ?? 0);
    signalDaemon('SIGSTOP');
  }, 300);
  const resuming = setTimeout(() => signalDaemon('SIGCONT'), 3300);
  const complaints = await runHooks(1000, AT_ONCE);
  clearTimeout(stopping);
  await until(() => stopped.length > 0);
  const nudges = await untilAllStored(1001);
  clearTimeout(resuming);
  expect(complaints).toEqual([]);
  expectEachOnce(1001 + nudges);
});

test('F23: a daemon that is stopped for good is replaced by the hooks that come in, and nothing is lost', async () => {
  await runHooks(1, 1);
  await until(async () => (await sayHello(home.paths, { port }, 500)).kind === 'ours');
  const wedged = daemonPid(home);
  signalDaemon('SIGSTOP');
  let sent = 1;
  await until(
    async () => {
      await runHook(HOOK, home, eventOf(sent++));
      return daemonPid(home) !== wedged && (await sayHello(home.paths, { port }, 500)).kind === 'ours';
    },
    { withinMs: WEDGED_WITHIN_MS, everyMs: 200, what: 'another daemon' },
  );
  const nudges = await untilAllStored(sent);
  expectEachOnce(sent + nudges);
  expect(daemonsOf(home)).toEqual([daemonPid(home)]);
});

test('F14: a herd of 50 hooks on a cold start makes one daemon, ever', async () => {
  const seen = new Set<number>();
  const watching = setInterval(() => {
    const pid = daemonPid(home);
    if (pid !== undefined) seen.add(pid);
  }, 5);
  const complaints = await runHooks(50, 50);
  const nudges = await untilAllStored(50);
  clearInterval(watching);
  expect(complaints).toEqual([]);
  expect(seen.size).toBe(1);
  expect(daemonsOf(home)).toEqual([...seen]);
  expectEachOnce(50 + nudges);
});
