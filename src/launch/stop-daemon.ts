import type { HomePaths } from '../shared/paths.ts';
import { endProcess, findOwnProcess } from './end-process.ts';
import { sayHello } from './say-hello.ts';

const HELLO_TIMEOUT_MS = 1000;
/** To flush, checkpoint and tell its subscribers. */
const GRACE_MS = 10_000;

/** Ends this home's daemon, also one that no longer answers; resolves to its pid, or undefined when none was running. */
export async function stopDaemon(paths: HomePaths, settings: { readonly port: number }): Promise<number | undefined> {
  const hello = await sayHello(paths, settings, HELLO_TIMEOUT_MS);
  const pid = hello.kind === 'ours' ? hello.daemon.pid : (await findOwnProcess(paths))?.pid;
  if (pid === undefined) return undefined;
  await endProcess(pid, GRACE_MS);
  return pid;
}
