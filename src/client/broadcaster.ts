import { connect } from './client.ts';
import { findDaemon } from './find-daemon.ts';
import { isPassing } from './lost.ts';
import type { PublishNotice } from './publish-notice.ts';
import { createReach, type Reach } from './reach.ts';
import { serveHere } from './serve-here.ts';
import type { EventData } from './to-letter.ts';

export interface BroadcasterOptions extends Reach {
  /** For a proxy; see `connect`. A server loses nothing, and says nothing. */
  readonly onNotice?: ((notice: PublishNotice) => void) | undefined;
}

/** Where events go out to all who listen: the same, whether a daemon does the work or this process. */
export interface Broadcaster {
  /** `proxy`: events go to the daemon and its subscribers. `server`: they go to those who connect to this process. */
  readonly kind: 'proxy' | 'server';
  /** Where WebSocket clients find it, without the token: `ws://127.0.0.1:8765/`. */
  readonly address: string;
  /** Returns at once. Throws only for what is no event. */
  broadcastEvent(type: string, data: EventData): void;
  /** How many listen now. */
  clients(): Promise<number>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
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
