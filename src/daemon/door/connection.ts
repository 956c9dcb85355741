import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { toFrame } from './frame.ts';
import type { Pulse } from './heartbeat.ts';
import { createSubscriber, type Line, type Subscriber, type SubscriberParts } from './subscriber.ts';

/** So many messages of one client may be on their way into the store; then we stop reading from it for a moment. */
const MAX_PENDING = 256;

export interface Connection extends Pulse {
  readonly subscriber: Subscriber;
  readonly gone: Promise<void>;
  write(frame: Buffer): void;
  leave(code: number, reason: string): void;
}

/**
 * Puts a conversation on a WebSocket. What we say goes straight to its socket as whole frames, many in one write;
 * `ws` does the handshake, reads, pings and closes. Nothing is compressed, so the two never meet inside a frame.
 */
export function connect(webSocket: WebSocket, socket: Duplex, parts: SubscriberParts): Connection {
  const write = (frame: Buffer): void => {
    if (webSocket.readyState === webSocket.OPEN) socket.write(frame);
  };
  const leave = (code: number, reason: string): void => {
    subscriber.close();
    webSocket.close(code, reason);
  };
  const sayText = (text: string): void => write(toFrame(text));
  const line: Line = {
    write,
    sayText,
    say: (message) => sayText(JSON.stringify(message)),
    bufferedBytes: () => socket.writableLength,
    evict: leave,
  };
  const subscriber = createSubscriber(line, parts);
  let pending = 0;

  const hear = async (text: string): Promise<void> => {
    pending += 1;
    if (pending === MAX_PENDING) webSocket.pause();
    try {
      await subscriber.hear(text);
    } catch (error) {
      parts.reporter.report('failed', { error });
      line.say({ type: 'system.error', code: 'internal', message: 'Something went wrong here; the log knows what.' });
    }
    if (pending === MAX_PENDING) webSocket.resume();
    pending -= 1;
  };

  webSocket.on('message', (data: Buffer) => {
    if (webSocket.readyState === webSocket.OPEN) void hear(data.toString()); // whoever was sent away is not heard any more
  });
  webSocket.on('error', () => {}); // a broken frame: ws has answered it, and 'close' follows
  webSocket.once('close', (code) => {
    subscriber.close();
    parts.reporter.report('subscriber_left', { name: subscriber.name(), code });
  });

  return {
    subscriber,
    gone: new Promise((resolve) => webSocket.once('close', () => resolve())),
    write,
    leave,
    ping: () => webSocket.ping(),
    terminate: () => webSocket.terminate(),
    bytesRead: () => ('bytesRead' in socket && typeof socket.bytesRead === 'number' ? socket.bytesRead : 0),
  };
}
