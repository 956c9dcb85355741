import type { RawData, WebSocket } from 'ws';
import { lost } from './lost.ts';

/** The daemon speaks and pings every 30 s; past this it is dead, however open its socket looks. */
const SILENCE_MS = 75_000;

interface Life {
  readonly signal: AbortSignal;
  readonly onFrame: (text: string) => void;
  readonly onLife: () => void;
}

/** Resolves when told to stop, rejects when the connection is lost or a frame cannot be taken. */
export function untilClosed(socket: WebSocket, { signal, onFrame, onLife }: Life): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => socket.close(1000);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let failure: unknown;
    socket.on('message', (data: RawData) => {
      onLife();
      try {
        if (!signal.aborted) onFrame(String(data));
      } catch (error) {
        failure = error;
        socket.close(1000);
      }
    });
    socket.on('ping', onLife);
    socket.on('error', (error) => {
      failure ??= lost(error);
    });
    socket.on('close', (code, reason) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) resolve();
      else reject(failure ?? lost(new Error(`closed with ${code} ${String(reason)}`)));
    });
  });
}

/** Goes off when nothing has moved for so long since it was last restarted. */
export function createSilenceAlarm(goOff: () => void, silenceMs = SILENCE_MS) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    timer = setTimeout(goOff, silenceMs);
  };
  return { restart, stop };
}
