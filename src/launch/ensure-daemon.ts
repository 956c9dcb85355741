import { setTimeout as delay } from 'node:timers/promises';
import { MpmError } from '../shared/errors.ts';
import { ensureHome } from '../shared/home-folder.ts';
import type { HomePaths } from '../shared/paths.ts';
import { isNewer, VERSION } from '../shared/version.ts';
import { endProcess, findOwnProcess } from './end-process.ts';
import { tryLaunchLock } from './launch-lock.ts';
import { type RunningDaemon, sayHello } from './say-hello.ts';
import type { SelfCommand } from './self-command.ts';
import { lastLogLines, type SpawnedDaemon, spawnDaemon } from './spawn-daemon.ts';

export interface LaunchOptions {
  readonly paths: HomePaths;
  readonly settings: { readonly port: number };
  readonly self: SelfCommand;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Ensured {
  readonly daemon: RunningDaemon;
  /** False when it was running already, or somebody else was starting it. */
  readonly startedByUs: boolean;
}

/** A daemon has this long to prove itself; cold, it takes about a tenth of a second. */
const START_DEADLINE_MS = 15_000;
const HELLO_TIMEOUT_MS = 1000;
const POLL_MS = 20;
/** A daemon that is silent so often, at this distance, is wedged and not just busy. */
const SILENT_PROBES = 3;
const SILENT_PROBE_EVERY_MS = 2000;
/** To flush and to say goodbye. */
const GRACE_MS = 5000;
/** One that has not answered for seconds will hardly say goodbye. */
const WEDGED_GRACE_MS = 2000;

/** Turns "nobody listens" into "somebody answers": resolves once a daemon of this home, of our release or newer, has proved itself. */
export async function ensureDaemon(options: LaunchOptions): Promise<Ensured> {
  return (await startUnlessLocked(options)) ?? { daemon: await waitForOthersDaemon(options), startedByUs: false };
}

/** The same for a hook's launcher: undefined at once when somebody else is at it. */
export async function startUnlessLocked(options: LaunchOptions): Promise<Ensured | undefined> {
  const before = await sayHello(options.paths, options.settings, HELLO_TIMEOUT_MS);
  if (before.kind === 'ours' && !isOutdated(before.daemon)) return { daemon: before.daemon, startedByUs: false };
  ensureHome(options.paths);
  const release = await tryLaunchLock(options.paths);
  if (release === undefined) return undefined;
  try {
    return await startLocked(options);
  } finally {
    await release();
  }
}

async function startLocked(options: LaunchOptions): Promise<Ensured> {
  const { paths } = options;
  const current = await settledHello(options);
  if (current.kind === 'ours') {
    if (!isOutdated(current.daemon)) return { daemon: current.daemon, startedByUs: false };
    await endProcess(current.daemon.pid, GRACE_MS); // hooks spool meanwhile; its successor drains
  } else if (current.kind === 'silent') {
    await endWedged(paths);
  }
  const deadline = Date.now() + START_DEADLINE_MS;
  const child = spawnDaemon(paths, options.self, options.env);
  try {
    const daemon = await waitForProof(options, child, deadline);
    return { daemon, startedByUs: daemon.pid === child.pid };
  } finally {
    child.release();
  }
}

/** A silence is believed only when it lasts: a daemon may be stopped for a moment, or the machine asleep. */
async function settledHello({ paths, settings }: LaunchOptions) {
  for (let probe = 1; ; probe += 1) {
    const hello = await sayHello(paths, settings, HELLO_TIMEOUT_MS);
    if (hello.kind !== 'silent' || probe === SILENT_PROBES) return hello;
    await delay(SILENT_PROBE_EVERY_MS);
  }
}

/** Ends our own wedged daemon; whoever else is silent on that port is left alone, and the new daemon takes another port. */
async function endWedged(paths: HomePaths): Promise<void> {
  const wedged = await findOwnProcess(paths);
  if (wedged !== undefined) await endProcess(wedged.pid, WEDGED_GRACE_MS);
}

async function waitForProof(options: LaunchOptions, child: SpawnedDaemon, deadline: number): Promise<RunningDaemon> {
  const { paths, settings } = options;
  while (Date.now() < deadline) {
    const hello = await sayHello(paths, settings, HELLO_TIMEOUT_MS);
    if (hello.kind === 'ours') return hello.daemon;
    const end = child.ended();
    if (end === 0) return waitForOthersDaemon(options); // another daemon owns this home already
    if (end !== undefined) throw diedEarly(paths, end);
    await delay(POLL_MS);
  }
  throw slowStart();
}

async function waitForOthersDaemon({ paths, settings }: LaunchOptions): Promise<RunningDaemon> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    const hello = await sayHello(paths, settings, HELLO_TIMEOUT_MS);
    if (hello.kind === 'ours' && !isOutdated(hello.daemon)) return hello.daemon;
    await delay(POLL_MS);
  }
  throw slowStart();
}

function isOutdated(daemon: RunningDaemon): boolean {
  return isNewer(VERSION, daemon.version);
}

function diedEarly(paths: HomePaths, end: string | number): MpmError {
  const said = lastLogLines(paths, 5).map((line) => `\n  ${line}`);
  return new MpmError('DAEMON_DIED_EARLY', `The daemon ended before it was ready (${end}).${said.join('')}`, {
    hint: 'Look at its log: mpm-hook daemon logs',
  });
}

function slowStart(): MpmError {
  return new MpmError('DAEMON_SLOW_START', 'The daemon did not answer in time.', {
    hint: 'Look at its log: mpm-hook daemon logs',
  });
}
