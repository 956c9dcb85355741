import { createBackoff } from '../../shared/backoff.ts';
import type { Envelope } from '../../shared/envelope.ts';
import type { ReplayState } from '../../shared/replay-wire.ts';
import { isEnvelope, parseServerMessage } from '../../shared/wire.ts';
import type { BrowserLink } from '../api/browser-link.ts';
import type { Socket } from '../api/live.ts';

export interface ReplayLinkParts extends BrowserLink {
  /** The daemon listens; what was said over an earlier connection is forgotten there. */
  readonly onOpen: () => void;
  readonly onEvent: (replay: string, event: Envelope) => void;
  readonly onState: (state: ReplayState) => void;
  readonly onRefused: (code: string) => void;
}

export interface ReplayLink {
  /** Connects, and again whenever the connection is lost, until closed. */
  run(): Promise<void>;
  /** Nothing, where nobody listens: `onOpen` begins anew. */
  say(message: object): void;
  close(): void;
}

/** A connection for replays alone: however fast they come, nothing live waits behind them. */
export function createReplayLink(parts: ReplayLinkParts): ReplayLink {
  const backoff = createBackoff();
  let socket: Socket | undefined;
  let isOpen = false;
  let isClosed = false;

  const say = (message: object): void => {
    if (isOpen) socket?.send(JSON.stringify(message));
  };

  const hear = (text: string): void => {
    for (const message of parseServerMessage(text) ?? []) {
      if (isEnvelope(message)) hearEvent(message);
      else if (message.type === 'system.replay') parts.onState(message as unknown as ReplayState);
      else if (message.type === 'system.error') parts.onRefused(String(message.code));
    }
  };

  /** Whatever is not marked as replayed has happened just now, and is none of ours. */
  const hearEvent = (event: Envelope & { readonly replayed?: unknown; readonly replay?: unknown }): void => {
    if (event.replayed === true && typeof event.replay === 'string') parts.onEvent(event.replay, event);
  };

  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      const onOpen = (): void => {
        isOpen = true;
        backoff.reset();
        say({ type: 'register', types: [], name: 'dashboard replay' });
        parts.onOpen();
      };
      const onClose = (): void => {
        isOpen = false;
        resolve();
      };
      socket = parts.openSocket({ onOpen, onText: (text) => isClosed || hear(text), onClose });
    });

  return {
    async run() {
      while (!isClosed) {
        if ((await parts.knock()).kind === 'welcome' && !isClosed) await listen();
        if (!isClosed) await parts.pause(backoff.nextMs());
      }
    },
    say,
    close() {
      isClosed = true;
      socket?.close();
    },
  };
}
