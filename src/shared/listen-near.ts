import type { Server } from 'node:net';
import { errorCode, MpmError } from './errors.ts';

/** The only address we listen on: nothing here is for another machine. */
const LOOPBACK = '127.0.0.1';
/** So many ports above the wished-for one are tried before giving up; hooks learn the real one from the state file. */
const PORTS_ABOVE = 20;

/**
 * Listens on `port`, or on the next free one where somebody else has it: they keep it. Resolves to the port taken.
 * Never shared with another process (no `reusePort`), so that all events arrive at one place.
 */
export async function listenNear(server: Server, port: number): Promise<number> {
  const last = Math.min(port + PORTS_ABOVE, 65_535);
  for (let candidate = port; candidate <= last; candidate += 1) {
    if (await tryListen(server, candidate)) return candidate;
  }
  throw new MpmError('NO_FREE_PORT', `Others hold every port from ${port} to ${last}.`, {
    hint: 'Name another one: MPM_HOOK_PORT=9765 mpm-hook daemon start',
  });
}

/** False when the port is somebody else's, or not for us to take. */
async function tryListen(server: Server, port: number): Promise<boolean> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    throw error;
  }
}
