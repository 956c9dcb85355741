import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cleanEnvironment } from '../shared/clean-environment.ts';
import type { HomePaths } from '../shared/paths.ts';
import type { SelfCommand } from './self-command.ts';

export interface SpawnedDaemon {
  readonly pid: number | undefined;
  /** The exit status once it has ended, or a sentence of why it never began; undefined while it lives. */
  ended(): string | number | undefined;
  /** Lets this process end while the daemon lives on. */
  release(): void;
}

/** Starts a daemon that outlives us: its own session, nothing of our streams, our folder or our environment. */
export function spawnDaemon(
  paths: HomePaths,
  self: SelfCommand,
  env: Readonly<Record<string, string | undefined>>,
): SpawnedDaemon {
  // Node itself writes only here when it dies of lack of memory or cannot even start: worth a file.
  const lastWords = fs.openSync(path.join(paths.logs, 'daemon.stderr'), 'w', 0o600);
  const child = spawn(self.command, [...self.args, 'daemon', 'run'], {
    cwd: paths.home,
    detached: true,
    env: daemonEnvironment(env),
    stdio: ['ignore', 'ignore', lastWords],
  });
  fs.closeSync(lastWords);
  let end: string | number | undefined;
  child.on('error', (error) => {
    end = error.message;
  });
  child.on('exit', (code, signal) => {
    end = code ?? signal ?? 1;
  });
  return { pid: child.pid, ended: () => end, release: () => child.unref() };
}

/** glibc gives threads memory of their own to allocate in: 8 MB more, and nothing that was seen to be quicker. Read by no other libc. */
const ALLOCATION = { MALLOC_ARENA_MAX: '1' };

/** Settings given as variables go along with what any daemon may know. */
export function daemonEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const own = Object.entries(env).filter(([name]) => name.startsWith('MPM_HOOK_'));
  const settings = Object.fromEntries(own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return { ...settings, ...cleanEnvironment(env), ...ALLOCATION };
}

/** What a daemon that died early said last. */
export function lastLogLines(paths: HomePaths, count: number): string[] {
  return [path.join(paths.logs, 'daemon.stderr'), paths.log].flatMap((file) => lastLines(file, count)).slice(-count);
}

const TAIL_BYTES = 16 * 1024;

function lastLines(file: string, count: number): string[] {
  try {
    const text = fs.readFileSync(file);
    return text.subarray(-TAIL_BYTES).toString('utf8').split('\n').filter(Boolean).slice(-count);
  } catch {
    return []; // no such file yet
  }
}
