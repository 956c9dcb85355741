import { lost } from './lost.ts';
import type { OpenStream } from './stream.ts';

export interface Address {
  /** Of the daemon: `ws://127.0.0.1:8765/`; `http:` is taken for `ws:`. */
  readonly url: string;
  /** As printed by `mpm-hook token`; a page that the daemon lets in without needs none. */
  readonly token?: string;
}

/** Opens streams with the WebSocket that browsers have. It cannot be held up, so it is left when the reader falls behind. */
export function createStreamOpener({ url, token }: Address): OpenStream {
  // Not in the address, which ends up in histories and logs.
  const protocols = token === undefined ? [] : ['mpm.v1', `bearer.${token}`];
  const target = url.replace(/^http/, 'ws');

  return async ({ onOpen, onText, onLife, onClose }) => {
    const socket = new WebSocket(target, protocols);
    let isOver = false;
    const end = (cause: unknown) => {
      if (isOver) return;
      isOver = true;
      onClose(lost(cause));
    };
    socket.addEventListener('open', onOpen);
    socket.addEventListener('message', ({ data }: { data: unknown }) => {
      onLife();
      onText(String(data));
    });
    socket.addEventListener('close', ({ code, reason }: { code: number; reason: string }) => {
      end(new Error(`closed with ${code} ${reason}`));
    });
    return {
      send: (text) => socket.send(text),
      close: () => socket.close(1000),
      cut() {
        socket.close();
        end(new Error('silent')); // a browser waits long for the goodbye of somebody who has gone
      },
    };
  };
}
