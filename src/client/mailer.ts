import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { Backoff } from '../shared/backoff.ts';
import { errorCode, MpmError } from '../shared/errors.ts';
import { abortable } from './abortable.ts';
import { createNap } from './nap.ts';
import type { Letter, Outbox } from './outbox.ts';
import type { PublishNotice } from './publish-notice.ts';

export interface FlushOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to wait; without it, as long as it takes. */
  readonly timeoutMs?: number | undefined;
}

/** Brings what was published to the daemon, however often that takes, and keeps count of what it could not. */
export interface Mailer {
  post(letter: Letter): void;
  flush(options?: FlushOptions): Promise<void>;
  dropped(): number;
  /** Throws away what waits; nothing is sent any more. Ends as soon as `deliver` does. */
  stop(): Promise<void>;
}

export interface MailerOptions {
  readonly outbox: Outbox;
  /** Sends them together; resolves, when they are stored, to the codes of those that were refused, by line from 1. */
  readonly deliver: (letters: readonly Letter[]) => Promise<ReadonlyMap<number, string>>;
  readonly backoff: Backoff;
  readonly onNotice: (notice: PublishNotice) => void;
}

interface Waiter extends PromiseWithResolvers<void> {
  readonly total: number;
}

export function createMailer({ outbox, deliver, backoff, onNotice }: MailerOptions): Mailer {
  const nap = createNap();
  const waiters = new Set<Waiter>();
  let working: Promise<void> | undefined;
  let isStopped = false;
  let isLossTold = false;
  let dropped = 0;
  let droppedAndNotTold = 0;
  let failedSinceFlush = 0;

  /** Told once for all that one run of code threw out. */
  const drop = (count: number): void => {
    if (count === 0) return;
    dropped += count;
    failedSinceFlush += count;
    if (droppedAndNotTold === 0) {
      queueMicrotask(() => {
        const all = droppedAndNotTold;
        droppedAndNotTold = 0;
        onNotice({ kind: 'dropped', count: all });
      });
    }
    droppedAndNotTold += count;
  };

  const refuse = ({ id }: Letter, code: string): void => {
    failedSinceFlush += 1;
    onNotice({ kind: 'refused', id, code });
  };

  const settle = (letters: readonly Letter[], refused: ReadonlyMap<number, string>): void => {
    outbox.settle();
    backoff.reset();
    isLossTold = false;
    letters.forEach((letter, at) => {
      const code = refused.get(at + 1);
      if (code !== undefined) refuse(letter, code);
    });
  };

  const tryLater = async (error: unknown): Promise<void> => {
    outbox.giveBack();
    if (!isLossTold) onNotice({ kind: 'lost', error });
    isLossTold = true;
    if (!isStopped) await nap.sleep(backoff.nextMs());
  };

  const sendNext = async (): Promise<void> => {
    const letters = outbox.take();
    try {
      settle(letters, await deliver(letters));
    } catch (error) {
      if (errorCode(error) !== 'EVENTS_REFUSED') return tryLater(error);
      outbox.settle();
      for (const letter of letters) refuse(letter, 'EVENTS_REFUSED');
    }
  };

  const work = async (): Promise<void> => {
    await endOfTurn(); // what is published in the same turn goes along
    while (outbox.hasWaiting() && !isStopped) {
      await sendNext();
      settleWaiters();
    }
    working = undefined;
    if (isStopped) drop(outbox.clear());
    settleWaiters();
  };

  const settleWaiters = (): void => {
    const done = [...waiters].filter(({ total }) => total <= outbox.passed());
    if (done.length === 0) return;
    const failed = failedSinceFlush;
    failedSinceFlush = 0;
    for (const waiter of done) {
      if (failed === 0) waiter.resolve();
      else waiter.reject(notAllStored(failed));
      waiters.delete(waiter);
    }
  };

  return {
    post(letter) {
      if (isStopped) return drop(1);
      drop(outbox.put(letter));
      working ??= work();
      settleWaiters();
    },
    async flush({ signal, timeoutMs } = {}) {
      signal?.throwIfAborted();
      const waiter: Waiter = { ...Promise.withResolvers<void>(), total: outbox.total() };
      const giveUp = () => waiter.reject(notStoredYet(waiter.total - outbox.passed()));
      const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
      waiters.add(waiter);
      nap.keepAlive(true);
      settleWaiters();
      try {
        await abortable(waiter.promise, signal);
      } finally {
        clearTimeout(timer);
        waiters.delete(waiter);
        nap.keepAlive(waiters.size > 0);
      }
    },
    dropped: () => dropped,
    async stop() {
      isStopped = true;
      drop(outbox.clear());
      nap.wake();
      settleWaiters();
      await working;
    },
  };
}

function notAllStored(count: number): MpmError {
  return new MpmError('NOT_ALL_STORED', `${count} of the events since the last flush were dropped or refused.`, {
    hint: 'onNotice tells which, and why.',
  });
}

function notStoredYet(count: number): MpmError {
  return new MpmError('NOT_STORED_YET', `${count} events still wait for the daemon.`, {
    hint: 'mpm-hook daemon status',
  });
}
