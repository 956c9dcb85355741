import { errorCode } from '../../shared/errors.ts';
import type { Client } from './client.ts';
import type { LiveParts, Socket, SocketEvents } from './live.ts';

/** The part of a live stream that only a browser can do. */
export type BrowserLink = Pick<LiveParts, 'openSocket' | 'knock' | 'pause'>;

export function createBrowserLink(client: Client, token: () => string | undefined): BrowserLink {
  return {
    openSocket: (events) => openSocket(token(), events),
    async knock() {
      try {
        const { forgotten } = await client.status();
        return { kind: 'welcome', forgotten: typeof forgotten === 'number' ? forgotten : undefined };
      } catch (error) {
        return { kind: errorCode(error) === 'DENIED' ? 'denied' : 'away' };
      }
    },
    pause,
  };
}

/** The token goes among the subprotocols: an address would stand in logs. */
function openSocket(token: string | undefined, { onOpen, onText, onClose }: SocketEvents): Socket {
  const protocols = token === undefined ? ['mpm.v1'] : ['mpm.v1', `bearer.${token}`];
  const socket = new WebSocket(
    `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/stream`,
    protocols,
  );
  socket.addEventListener('open', onOpen);
  socket.addEventListener('message', ({ data }) => onText(String(data)));
  socket.addEventListener('close', onClose, { once: true });
  return socket;
}

/** Ends early when the network is back or the page is looked at again; without an end of its own only then. */
function pause(timeMs: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const timer = Number.isFinite(timeMs) ? setTimeout(() => end(), timeMs) : undefined;
    const end = (): void => {
      clearTimeout(timer);
      stop.abort();
      resolve();
    };
    const onLook = () => document.visibilityState === 'visible' && end();
    addEventListener('online', end, { signal: stop.signal });
    document.addEventListener('visibilitychange', onLook, { signal: stop.signal });
  });
}
