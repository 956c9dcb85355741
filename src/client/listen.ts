import type { EventFilter } from '../shared/event-filter.ts';
import { parseServerMessage } from '../shared/wire.ts';
import { createHear, type HearOptions } from './hear.ts';
import { createSilenceAlarm } from './socket-life.ts';
import type { OpenStream } from './stream.ts';

export interface ListenOptions extends HearOptions {
  readonly filter: EventFilter;
  readonly batch?: boolean | undefined;
  readonly name?: string | undefined;
  readonly signal: AbortSignal;
  readonly silenceMs?: number;
}

/**
 * Registers and puts what comes into the inbox. Resolves when told to stop, and when the reader is too far behind for
 * a stream that cannot be held up; rejects when the connection is lost, or could not be made.
 */
export async function listen(open: OpenStream, options: ListenOptions): Promise<void> {
  const { inbox, place, filter, batch, name, signal, silenceMs } = options;
  if (signal.aborted) return;
  const hear = createHear(options);
  const over = Promise.withResolvers<void>();
  let isLeaving = false;
  let failure: unknown;

  const leave = (cause?: unknown): void => {
    isLeaving = true;
    failure ??= cause;
    stream.close();
  };
  const take = (text: string): void => {
    const messages = parseServerMessage(text) ?? [];
    for (const message of messages) hear(message, text.length / messages.length);
  };
  const silence = createSilenceAlarm(() => stream.cut(), silenceMs);

  const stream = await open(
    {
      onOpen() {
        const { sessionId, types } = filter;
        const register = { type: 'register', session_id: sessionId, types, batch, name, ...place.toRegister() };
        stream.send(JSON.stringify(register));
      },
      onText(text) {
        if (isLeaving) return;
        try {
          take(text);
        } catch (error) {
          leave(error);
        }
      },
      onLife: silence.restart,
      onClose: (cause) => (isLeaving && failure === undefined ? over.resolve() : over.reject(failure ?? cause)),
    },
    signal,
  );
  silence.restart();
  const stop = () => leave();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  inbox.onPressure((isHigh) => {
    if (stream.hold === undefined) return isHigh ? leave() : undefined;
    stream.hold(isHigh);
    if (isHigh) silence.stop();
    else silence.restart();
  });
  try {
    await over.promise;
  } finally {
    inbox.onPressure(() => {});
    silence.stop();
    signal.removeEventListener('abort', stop);
  }
}
