import { createBackoff } from '../shared/backoff.ts';
import { errorCode } from '../shared/errors.ts';
import { abortable } from './abortable.ts';
import type { Connection } from './connection.ts';
import { createMailer, type FlushOptions } from './mailer.ts';
import { createOutbox, type Letter } from './outbox.ts';
import { postLines } from './post-lines.ts';
import type { PublishNotice } from './publish-notice.ts';
import { createReach, type Reach } from './reach.ts';
import { readStatus } from './read-status.ts';
import { shareSocket } from './shared-socket.ts';
import { subscribe } from './subscribe.ts';
import type { Subscription, SubscriptionOptions } from './subscription.ts';
import { type EventData, type PublishOptions, toLetter } from './to-letter.ts';

export interface ConnectOptions extends Reach {
  /** Events that wait for the daemon at most, and their bytes; past either the oldest go, those that matter least first. */
  readonly maxWaitingEvents?: number | undefined;
  readonly maxWaitingBytes?: number | undefined;
  /** Told what became of the connection, and of events that will never be stored. */
  readonly onNotice?: ((notice: PublishNotice) => void) | undefined;
  /** Closes the client at once: what waits is dropped. */
  readonly signal?: AbortSignal | undefined;
}

export interface CloseOptions {
  /** How long what waits may take to be stored; then it is dropped. */
  readonly timeoutMs?: number | undefined;
}

/** A lasting connection to this user's daemon. */
export interface Client {
  /**
   * Takes an event and returns its id at once. It is sent at the end of this turn with all others of it, again and
   * again until the daemon has stored it, and kept meanwhile. Throws only for what is no event.
   */
  publish(type: string, data: EventData, options?: PublishOptions): string;
  /** Resolves when all that was published so far is stored. Rejects with `NOT_ALL_STORED` when some of it never will be. */
  flush(options?: FlushOptions): Promise<void>;
  /** Events as they happen, over a socket of their own: the pooled one is for publishing and asking. */
  subscribe(options?: SubscriptionOptions): Subscription;
  /** What the daemon says of itself: `GET /v1/status`. */
  status(options?: { readonly signal?: AbortSignal | undefined }): Promise<Readonly<Record<string, unknown>>>;
  /** Events that were thrown away since there was no room, or no time, to keep them. */
  readonly dropped: number;
  /** Stores what waits, if that can be done soon, ends the subscriptions and lets the socket go. */
  close(options?: CloseOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const CLOSE_MS = 2000;

/** Connects when there is something to say. All clients of one process that look for the daemon at the same place share a socket. */
export function connect(options: ConnectOptions = {}): Client {
  const { maxWaitingEvents: maxEvents, maxWaitingBytes: maxBytes } = options;
  const reach = createReach(options);
  const socket = shareSocket(options);
  const ended = new AbortController();
  /** Later, so that a listener that throws breaks nothing here. */
  const onNotice = (notice: PublishNotice): void => queueMicrotask(() => options.onNotice?.(notice));
  let known: Connection | undefined;
  let closing: Promise<void> | undefined;

  const send = (letters: readonly Letter[]) =>
    socket.use(reach, async (connection) => {
      if (connection !== known) onNotice({ kind: 'connected', daemon: connection.daemon, port: connection.port });
      known = connection;
      return postLines(connection, letters);
    });
  const deliver = (letters: readonly Letter[]) => abortable(send(letters), ended.signal);
  const outbox = createOutbox({ maxEvents, maxBytes });
  const mailer = createMailer({ outbox, deliver, backoff: createBackoff(), onNotice });

  const end = async (): Promise<void> => {
    ended.abort();
    socket.release();
    await mailer.stop();
  };
  const askStatus = () => socket.use(reach, readStatus);

  options.signal?.addEventListener('abort', () => void end(), { once: true, signal: ended.signal });
  if (options.signal?.aborted) void end();

  const close = async (timeoutMs: number): Promise<void> => {
    try {
      if (!ended.signal.aborted) await mailer.flush({ timeoutMs, signal: options.signal });
    } catch {
      // what is not stored by now is dropped, and told as such
    }
    await end();
  };

  const client: Client = {
    publish(type, data, publishOptions) {
      const letter = toLetter(type, data, publishOptions);
      mailer.post(letter);
      return letter.id;
    },
    flush: mailer.flush,
    subscribe(subscription = {}) {
      const signal =
        subscription.signal === undefined ? ended.signal : AbortSignal.any([subscription.signal, ended.signal]);
      const { home, port, start } = options;
      return subscribe({ ...subscription, home, port, start, signal });
    },
    async status({ signal } = {}) {
      try {
        return await abortable(askStatus(), signal);
      } catch (error) {
        if (errorCode(error) !== 'DAEMON_LOST') throw error;
        return abortable(askStatus(), signal); // the kept socket was one of a daemon that has gone since
      }
    },
    get dropped() {
      return mailer.dropped();
    },
    close({ timeoutMs = CLOSE_MS } = {}) {
      closing ??= close(timeoutMs);
      return closing;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
  return client;
}
