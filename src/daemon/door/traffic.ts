import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MpmError } from '../../shared/errors.ts';

/** Answers that were written and not read yet may be so much in all; past it nothing more is read from the store. */
const MAX_UNREAD_BYTES = 128 * 1024 * 1024;
/** Fewer cannot hold so much, and are not asked. */
const FEW_ANSWERS = 8;

/** Keeps order among the requests that have no whole answer yet. */
export interface Traffic {
  /**
   * Resolves when it is this request's turn: those of one connection that came before have been answered, and their
   * answers taken. False when nobody is there any more to be answered.
   */
  enter(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Throws `BUSY` while too many answers wait to be read. */
  expectRoom(): void;
  /** Requests that have no whole answer yet. */
  underWay(): number;
}

interface TrafficOptions {
  readonly maxUnreadBytes?: number;
}

/** Who sends requests without waiting for the answers would have all of them worked on at once, and everybody else wait. */
export function createTraffic({ maxUnreadBytes = MAX_UNREAD_BYTES }: TrafficOptions = {}): Traffic {
  const underWay = new Set<ServerResponse>();
  const lastOf = new WeakMap<IncomingMessage['socket'], Promise<void>>();

  return {
    async enter({ socket }, response) {
      const before = lastOf.get(socket);
      const { promise, resolve } = Promise.withResolvers<void>();
      lastOf.set(socket, promise);
      underWay.add(response);
      response.once('close', () => {
        underWay.delete(response);
        if (lastOf.get(socket) === promise) lastOf.delete(socket);
        resolve();
      });
      if (before === undefined) return true;
      await before;
      await nextTurn(); // many in a row leave room for others between them
      return !socket.destroyed;
    },
    expectRoom() {
      if (underWay.size <= FEW_ANSWERS) return;
      let bytes = 0;
      for (const response of underWay) bytes += response.writableLength;
      if (bytes > maxUnreadBytes)
        throw new MpmError('BUSY', 'Too many answers wait to be read. Try again in a second.');
    },
    underWay: () => underWay.size,
  };
}
