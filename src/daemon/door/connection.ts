import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { CLOSE_TOO_SLOW } from '../../shared/wire.ts';
import { isBulky } from '../events/skim.ts';
import { toFrame } from './frame.ts';
import type { Pulse } from './heartbeat.ts';
import { createSubscriber, type Line, type Subscriber, type SubscriberParts } from './subscriber.ts';

/** So many messages of one client may be on their way into the store; then we stop reading from it for a moment. */
const MAX_PENDING = 256;
/** What a client says is heard once it has taken all but so many bytes of our answers: else it could make us hoard them … */
const MAX_UNTAKEN_BYTES = 1024 * 1024;
/** … and of what it says meanwhile so many are kept. */
const MAX_UNHEARD_BYTES = 16 * 1024 * 1024;

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
    sayTexts: (texts) => write(Buffer.concat(texts.map(toFrame))),
    untilTaken: () => nextDrain(),
    bufferedBytes: () => socket.writableLength,
    evict: leave,
  };
  const subscriber = createSubscriber(line, parts);
  let pending = 0;

  let unheardBytes = 0;
  let taken: Promise<void> | undefined;

  const untilTaken = async (bytes: number): Promise<void> => {
    unheardBytes += bytes;
    if (unheardBytes > MAX_UNHEARD_BYTES) leave(CLOSE_TOO_SLOW, 'too slow');
    while (socket.writableLength > MAX_UNTAKEN_BYTES) await nextDrain();
    unheardBytes -= bytes;
  };
  const nextDrain = (): Promise<void> => {
    taken ??= new Promise((resolve) => {
      socket.once('drain', () => {
        taken = undefined;
        resolve();
      });
    });
    return taken;
  };

  const answer = async (data: Buffer): Promise<void> => {
    if (socket.writableLength > MAX_UNTAKEN_BYTES) await untilTaken(data.length);
    if (webSocket.readyState !== webSocket.OPEN) return; // whoever was sent away is not heard any more
    if (!isBulky(data)) return subscriber.hear(data.toString());
    parts.onRefused('too_many_values');
    line.say({ type: 'system.error', code: 'too_many_values', message: 'A message of so many values is not taken.' });
  };

  const hear = async (data: Buffer): Promise<void> => {
    pending += 1;
    if (pending === MAX_PENDING) webSocket.pause();
    try {
      await answer(data);
    } catch (error) {
      parts.reporter.report('failed', { error });
      line.say({ type: 'system.error', code: 'internal', message: 'Something went wrong here; the log knows what.' });
    }
    if (pending === MAX_PENDING) webSocket.resume();
    pending -= 1;
  };

  webSocket.on('message', (data: Buffer) => void hear(data));
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
