import { setTimeout as delay } from 'node:timers/promises';
import { createBackoff } from '../shared/backoff.ts';
import { MpmError } from '../shared/errors.ts';
import { createEventId } from '../shared/event-id.ts';
import { type Connection, openConnection } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';
import { isPassing } from './lost.ts';
import { type Line, postLines } from './post-lines.ts';

export interface EventToPublish {
  /** `custom.…`, or `hook.…` for events of Claude Code that came some other way. */
  readonly type: string;
  /** What happened; a `session_id` in it says which session it belongs to. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The same id again is the same event again, and dropped. */
  readonly id?: string;
  /** ISO 8601; default now. */
  readonly timestamp?: string;
}

export interface Publisher {
  /** Resolves to the event's id once it is in the daemon's store; rejects when it was refused, or could not be delivered in time. */
  publish(event: EventToPublish): Promise<string>;
  /** Resolves when everything published so far has been stored or refused. */
  flush(): Promise<void>;
  /** Flushes, and lets the socket go. */
  close(): Promise<void>;
}

export interface PublisherOptions extends Whereabouts {
  /** How long to go on trying while no daemon answers. */
  readonly giveUpAfterMs?: number;
}

/** Events sent in one request at most; those after them go with the next one. */
const MAX_BATCH_EVENTS = 500;
const MAX_BATCH_BYTES = 1024 * 1024;
/** Past so many events on their way, `publish` refuses: whoever publishes has to wait for some of them. */
const MAX_WAITING_EVENTS = 10_000;
const GIVE_UP_AFTER_MS = 10_000;

interface Waiting extends Line {
  readonly resolve: (id: string) => void;
  readonly reject: (error: unknown) => void;
}

/** Publishes over one kept socket; what piles up while a request is on its way goes together in the next. */
export function createPublisher(options: PublisherOptions = {}): Publisher {
  const giveUpAfterMs = options.giveUpAfterMs ?? GIVE_UP_AFTER_MS;
  const waiting: Waiting[] = [];
  let connection: Connection | undefined;
  let working: Promise<void> | undefined;

  /** Sends the same lines until they are answered: their ids make a second arrival harmless. */
  const deliver = async (batch: readonly Waiting[]): Promise<void> => {
    const deadline = Date.now() + giveUpAfterMs;
    const backoff = createBackoff();
    for (;;) {
      try {
        connection ??= await openConnection(findDaemon(options));
        const refused = await postLines(connection, batch);
        batch.forEach((line, index) => {
          const code = refused.get(index + 1);
          if (code === undefined) line.resolve(line.id);
          else line.reject(new MpmError('EVENT_REFUSED', `The daemon refused event ${line.id} (${code}).`));
        });
        return;
      } catch (error) {
        connection?.close();
        connection = undefined;
        if (!isPassing(error) || Date.now() > deadline) throw error;
        await delay(backoff.nextMs());
      }
    }
  };

  const work = async (): Promise<void> => {
    await undefined; // what is published in the same turn goes along
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      try {
        await deliver(batch);
      } catch (error) {
        for (const line of batch) line.reject(error);
      }
    }
    working = undefined;
  };

  const flush = async (): Promise<void> => {
    await working;
  };

  return {
    publish(event) {
      if (waiting.length >= MAX_WAITING_EVENTS) return Promise.reject(tooMany());
      return new Promise((resolve, reject) => {
        waiting.push({ ...toLine(event), resolve, reject });
        working ??= work();
      });
    },
    flush,
    async close() {
      await flush();
      connection?.close();
      connection = undefined;
    },
  };
}

/** Publishes one event over a socket of its own; for more than one, `createPublisher` keeps the socket. */
export async function publish(type: string, data: EventToPublish['data'], options?: PublisherOptions): Promise<string> {
  const publisher = createPublisher(options);
  try {
    return await publisher.publish({ type, data });
  } finally {
    await publisher.close();
  }
}

function toLine(event: EventToPublish): Line {
  const nowMs = Date.now();
  const { type, data, id = createEventId(nowMs), timestamp = new Date(nowMs).toISOString() } = event;
  return { id, text: JSON.stringify({ type, id, timestamp, data }) };
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const line of waiting) {
    bytes += Buffer.byteLength(line.text);
    if (count > 0 && (bytes > MAX_BATCH_BYTES || count === MAX_BATCH_EVENTS)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

function tooMany(): MpmError {
  return new MpmError('TOO_MANY_WAITING', `${MAX_WAITING_EVENTS} events wait for the daemon already.`, {
    hint: 'Await publish() or flush() before publishing more.',
  });
}
