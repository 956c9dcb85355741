import PlainWebSocket from 'ws';
import type { TestDaemon } from './daemon.ts';
import { until } from './until.ts';

export type Message = Readonly<Record<string, unknown>>;

/** A subscriber without any code of ours: what it hears, and what it says. */
export interface StreamClient {
  /** Everything heard so far, arrays taken apart. */
  readonly heard: readonly Message[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly protocol: string;
  say(message: object | string): void;
  /** The next message of this type, whether it came already or is still to come. */
  next(type: string): Promise<Message>;
  close(): void;
}

type Open = (address: string, protocols: string[]) => WebSocket | PlainWebSocket;

/** The two clients that people have without us. */
export const WEB_SOCKETS: readonly (readonly [name: string, open: Open])[] = [
  ['the WebSocket of Node and browsers', (address, protocols) => new WebSocket(address, protocols)],
  ['ws', (address, protocols) => new PlainWebSocket(address, protocols)],
];

interface ConnectOptions {
  readonly open?: Open;
  readonly path?: string;
  /** Without them the token stands in the address. */
  readonly protocols?: string[];
}

/** Resolves once the connection is open; rejects when it is refused. */
export async function connectStream(daemon: TestDaemon, options: ConnectOptions = {}): Promise<StreamClient> {
  const {
    path = `?token=${daemon.token()}`,
    protocols = [],
    open = (address) => new WebSocket(address, protocols),
  } = options;
  const socket = open(daemon.streamUrl + path, protocols);
  const heard: Message[] = [];
  let taken = 0;
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener('close', ({ code, reason }: { code: number; reason: string }) => resolve({ code, reason }));
  });
  socket.addEventListener('message', ({ data }: { data: unknown }) => {
    const message: unknown = JSON.parse(String(data));
    heard.push(...(Array.isArray(message) ? message : [message]));
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('refused')));
  });
  return {
    heard,
    closed,
    protocol: socket.protocol,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async next(type) {
      const found = await until(
        () => {
          const at = heard.findIndex((message, index) => index >= taken && message.type === type);
          return at >= 0 && { at, message: heard[at] as Message };
        },
        { everyMs: 2, what: `a ${type}` },
      );
      taken = found.at + 1;
      return found.message;
    },
    close: () => socket.close(),
  };
}
