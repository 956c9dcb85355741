import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { errorMessage, MpmError } from '../../shared/errors.ts';
import { troubleOf } from '../store/trouble.ts';
import { giveWay } from './give-way.ts';
import type { Asked, Progress, Told, WorkerSettings } from './messages.ts';
import { removeIndex } from './open-index.ts';
import { createRest } from './rest.ts';
import { openSearcher, type Searcher } from './searcher.ts';

/**
 * The thread that owns the index: takes events in, a small piece at a time, and answers between the pieces; while events
 * pour in it rests longer than it works. What goes wrong
 * with a file ends in `off` and is tried again; a damaged index is begun anew; anything else ends the thread, and is told.
 */
function work(port: MessagePort, startedWith: WorkerSettings): void {
  let settings = startedWith;
  let searcher: Searcher | undefined;
  let said: Progress = { indexedSeq: 0, state: 'catching_up' };
  let retry: NodeJS.Timeout | undefined;
  let nextStep: NodeJS.Timeout | undefined;
  const rest = createRest(() => performance.now());

  port.on('message', (message: Asked | Told) => {
    if ('ask' in message) answer(message);
    else if (message.tell === 'close') close();
    else if (message.tell === 'anew') beginWith(message.storeId);
    else {
      rest.noteEvents();
      goOn();
    }
  });
  goOn();

  function goOn(afterMs = 0): void {
    if (nextStep !== undefined || retry !== undefined) return;
    nextStep = setTimeout(takeStep, afterMs);
  }

  function takeStep(): void {
    nextStep = undefined;
    const startedMs = performance.now();
    const hasMore = attempt((opened) => opened.step());
    if (hasMore instanceof Error) return;
    say(hasMore ? (searcher?.isMending() ? 'rebuilding' : 'catching_up') : 'ready');
    if (hasMore) goOn(rest.after(performance.now() - startedMs));
  }

  function answer(asked: Asked): void {
    const { number } = asked;
    let answered = retry === undefined ? attempt((opened) => act(opened, asked)) : new Error(said.reason);
    if (answered instanceof Error && asked.ask === 'forget') answered = forgetAll();
    if (answered instanceof Error) port.postMessage({ number, failure: answered.message });
    else port.postMessage({ number, answer: answered });
    goOn();
  }

  /** The error, when a file was in the way. */
  function attempt<Answer>(act: (opened: Searcher) => Answer): Answer | Error {
    try {
      if (searcher?.isCurrent() === false) beginAnew();
      searcher ??= openSearcher(settings);
      return act(searcher);
    } catch (error) {
      if (!(error instanceof MpmError) && troubleOf(error) === undefined) throw error;
      if (troubleOf(error) === 'damaged') beginAnew();
      return turnOff(error);
    }
  }

  /** An index that cannot be worked on can still be removed: forgetting is never put off. */
  function forgetAll(): undefined | Error {
    try {
      beginAnew();
      return undefined;
    } catch (error) {
      if (troubleOf(error) === undefined) throw error;
      return turnOff(error);
    }
  }

  function beginAnew(): void {
    searcher?.close();
    searcher = undefined;
    removeIndex(settings.file);
  }

  function beginWith(storeId: string): void {
    settings = { ...settings, storeId };
    clearTimeout(retry);
    retry = undefined;
    forgetAll();
    goOn();
  }

  function turnOff(error: unknown): Error {
    const message = errorMessage(error);
    searcher?.close();
    searcher = undefined;
    say('off', message);
    retry ??= setTimeout(() => {
      retry = undefined;
      goOn();
    }, settings.retryMs);
    return new Error(message);
  }

  function say(state: Progress['state'], reason?: string): void {
    const indexedSeq = searcher?.indexedSeq() ?? said.indexedSeq;
    said = { indexedSeq, state, ...(reason === undefined ? {} : { reason }) };
    port.postMessage(said);
  }

  function close(): void {
    clearTimeout(retry);
    clearTimeout(nextStep);
    searcher?.close();
    port.close();
  }
}

function act(searcher: Searcher, asked: Asked) {
  if (asked.ask === 'find') return searcher.find(asked.options);
  if (asked.ask === 'names') return searcher.names();
  if (asked.ask === 'drop') return searcher.dropUpTo(asked.upToSeq);
  return searcher.forget(asked.ranges);
}

if (parentPort === null) throw new MpmError('NO_THREAD', 'This is the work of a thread of the daemon.');
giveWay();
work(parentPort, workerData as WorkerSettings);
