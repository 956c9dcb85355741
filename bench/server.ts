import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { hasProgram } from './programs.ts';

/** A server in a process of its own. */
export interface Server {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The core that servers have to themselves, and the one that the load has; undefined where none can be told. */
const canPin = hasProgram('taskset');

export function pinned(core: number, command: string, args: readonly string[]): readonly [string, readonly string[]] {
  return canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, args];
}

const SERVER_CORE = 0;

/** Starts a server that prints its port as its first line. */
export async function spawnServer(command: string, args: readonly string[]): Promise<Server> {
  const child = startPinned(command, args, process.env);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${command} ${args.join(' ')} ended.`)));
  const [port] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  failed.catch(() => {}); // it ends when it is stopped
  return { port: Number(port), pid: child.pid ?? 0, stop: () => end(child) };
}

export function startPinned(command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const [program, words] = pinned(SERVER_CORE, command, args);
  return spawn(program, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Ends it as a person would; whoever is too busy to hear that is ended for sure. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}
