import { spawnSync } from 'node:child_process';

/** Words to put before a command, so that it runs in a network whose only address is 127.0.0.1. */
export type Loopback = { readonly prefix: readonly string[] } | { readonly missing: string };

const RAISE_LOOPBACK = 'ip link set lo up && exec "$@"';

/**
 * A network of its own: nothing in it reaches the outside, and 8765 is free whoever else uses the machine.
 * Root may just make one; others need user namespaces.
 */
export function findLoopback(): Loopback {
  for (const namespaces of ['-n', '-rn']) {
    const prefix = ['unshare', namespaces, 'sh', '-c', RAISE_LOOPBACK, 'sh'];
    if (spawnSync('unshare', [...prefix.slice(1), 'true']).status === 0) return { prefix };
  }
  return { missing: 'no network namespace can be made here (unshare and ip, as root or with user namespaces)' };
}
