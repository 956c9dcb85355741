import type { Broadcaster } from './broadcaster.ts';
import { connect } from './client.ts';
import { findDaemon } from './find-daemon.ts';
import { isPassing } from './lost.ts';
import type { PublishNotice } from './publish-notice.ts';
import { createReach, type Reach } from './reach.ts';
import { serveHere } from './serve-here.ts';

export interface BroadcasterOptions extends Reach {
  /** For a proxy; see `connect`. A server loses nothing, and says nothing. */
  readonly onNotice?: ((notice: PublishNotice) => void) | undefined;
  /** Ends the waiting for a daemon that starts, and closes at once what was made. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A proxy to the daemon that runs, or that `start` starts; without one a server inside this process. It stays what it
 * is: a daemon that comes later has other subscribers, and those who are here have no reason to leave.
 */
export async function createBroadcaster(options: BroadcasterOptions = {}): Promise<Broadcaster> {
  return (await hasDaemon(options)) ? createProxy(options) : createServer(options);
}

/** Rejects when one was to be started and could not be. */
async function hasDaemon({ signal, ...options }: BroadcasterOptions): Promise<boolean> {
  try {
    const connection = await createReach(options)(signal);
    connection.close();
    return true;
  } catch (error) {
    const mayStart = options.start !== undefined && options.start !== false;
    if (mayStart || !isPassing(error)) throw error;
    return false;
  }
}

function createProxy(options: BroadcasterOptions): Broadcaster {
  const client = connect(options);
  const close = () => client.close();
  return {
    kind: 'proxy',
    get address() {
      return `ws://127.0.0.1:${findDaemon(options).port}/`; // it may have moved
    },
    broadcastEvent: (type, data) => void client.publish(type, data),
    async clients(asked) {
      return Number((await client.status(asked)).clients);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function createServer({ signal, ...where }: BroadcasterOptions): Promise<Broadcaster> {
  const server = await serveHere(where);
  const close = (): Promise<void> => {
    signal?.removeEventListener('abort', close);
    return server.close();
  };
  signal?.addEventListener('abort', close);
  if (signal?.aborted) await close();
  signal?.throwIfAborted();
  return { ...server, close, [Symbol.asyncDispose]: close };
}
