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
}

/**
 * A proxy to the daemon that runs, or that `start` starts; without one a server inside this process. It stays what it
 * is: a daemon that comes later has other subscribers, and those who are here have no reason to leave.
 */
export async function createBroadcaster(options: BroadcasterOptions = {}): Promise<Broadcaster> {
  return (await hasDaemon(options)) ? createProxy(options) : serveHere(options);
}

/** Rejects when one was to be started and could not be. */
async function hasDaemon(options: Reach): Promise<boolean> {
  try {
    const connection = await createReach(options)();
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
    async clients() {
      return Number((await client.status()).clients);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
