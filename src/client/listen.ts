import type { EventFilter } from '../shared/event-filter.ts';
import { parseServerMessage } from '../shared/wire.ts';
import { createHear, type HearOptions } from './hear.ts';
import type { OpenStream } from './stream.ts';

export interface ListenOptions extends HearOptions {
  readonly filter: EventFilter;
  readonly batch?: boolean | undefined;
  readonly name?: string | undefined;
  readonly signal: AbortSignal;
  readonly silenceMs?: number;
}

/** The daemon speaks and pings every 30 s; past this it is dead, however open its socket looks. */
const SILENCE_MS = 75_000;

/**
 * Registers and puts what comes into the inbox. Resolves when told to stop, and when the reader is too far behind for
 * a stream that cannot be held up; rejects when the connection is lost, or could not be made.
 */
export async function listen(open: OpenStream, options: ListenOptions): Promise<void> {
  const { inbox, place, filter, batch, name, signal, silenceMs = SILENCE_MS } = options;
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
  const silence = createAlarm(silenceMs, () => stream.cut());

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

/** Goes off when nothing has moved for so long; a stream that we hold up ourselves is left alone. */
function createAlarm(silenceMs: number, goOff: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    timer = setTimeout(goOff, silenceMs);
  };
  return { restart, stop };
}
