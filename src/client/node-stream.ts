import type { RawData } from 'ws';
import { lost } from './lost.ts';
import type { ReachDaemon } from './reach.ts';
import type { OpenStream } from './stream.ts';

/** Opens streams with `ws`, each on a socket whose daemon has proved itself. */
export function createStreamOpener(reach: ReachDaemon): OpenStream {
  return async ({ onOpen, onText, onLife, onClose }, signal) => {
    const connection = await reach(signal);
    const socket = await connection.upgrade();
    let failure: unknown;

    socket.on('open', onOpen);
    socket.on('ping', onLife);
    socket.on('message', (data: RawData) => {
      onLife();
      onText(String(data));
    });
    socket.on('error', (error) => {
      failure ??= lost(error);
    });
    socket.on('close', (code, reason) => {
      connection.close();
      onClose(failure ?? lost(new Error(`closed with ${code} ${String(reason)}`)));
    });
    return {
      send: (text) => socket.send(text),
      close: () => socket.close(1000),
      cut: () => socket.terminate(),
      hold(isHeld) {
        if (socket.readyState !== socket.OPEN) return;
        if (isHeld) socket.pause();
        else socket.resume();
      },
    };
  };
}
