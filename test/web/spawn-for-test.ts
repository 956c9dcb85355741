import { onTestFinished } from 'vitest';
import { type ChildDaemon, spawnTestDaemon } from '../helpers/daemon.ts';

/** A daemon of its own that ends with the test at the latest, also where that fails. */
export async function spawnForTest(...args: Parameters<typeof spawnTestDaemon>): Promise<ChildDaemon> {
  const daemon = await spawnTestDaemon(...args);
  onTestFinished(() => void daemon.child.kill('SIGKILL'));
  return daemon;
}
