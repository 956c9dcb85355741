import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { toFrame } from '../../shared/frame.ts';
import type { Pulse } from '../../shared/heartbeat.ts';
import { createTooOften } from '../../shared/too-often.ts';
import { CLOSE_TOO_MANY, CLOSE_TOO_SLOW } from '../../shared/wire.ts';
import { isBulky } from '../events/skim.ts';
import type { Backlog, Debtor } from './backlog.ts';
import { createSubscriber, type Line, type Subscriber, type SubscriberParts } from './subscriber.ts';

/** So many messages of one client may be on their way into the store; then we stop reading from it for a moment. */
const MAX_PENDING = 256;
/** What a client says is heard once it has taken all but so many bytes of our answers: else it could make us hoard them … */
const MAX_UNTAKEN_BYTES = 1024 * 1024;
/** … and of what it says meanwhile so many are kept. */
const MAX_UNHEARD_BYTES = 16 * 1024 * 1024;
/** Who is answered more often in ten seconds, or says so much that can't be taken, is sent away: an answer may cost a read of the store. */
const MAX_ANSWERS = 2000;

export interface Connection extends Pulse, Debtor {
  readonly subscriber: Subscriber;
  readonly gone: Promise<void>;
  write(frame: Buffer): void;
  leave(code: number, reason: string): void;
}

export interface ConnectionParts extends SubscriberParts {
  readonly backlog: Backlog;
}

/**
 * Puts a conversation on a WebSocket. What we say goes straight to its socket as whole frames, many in one write;
 * `ws` does the handshake, reads, pings and closes. Nothing is compressed, so the two never meet inside a frame.
 */
export function connect(webSocket: WebSocket, socket: Duplex, parts: ConnectionParts): Connection {
  const write = (frame: Buffer): void => {
    if (webSocket.readyState !== webSocket.OPEN) return;
    socket.write(frame);
    if (socket.writableLength > 0) parts.backlog.grew(frame.length);
  };
  const leave = (code: number, reason: string): void => {
    subscriber.close();
    webSocket.close(code, reason);
  };
  const isAskedTooOften = createTooOften(MAX_ANSWERS, () => performance.now());
  const sayText = (text: string): void => {
    write(toFrame(text));
    if (isAskedTooOften()) leave(CLOSE_TOO_MANY, 'too many requests');
  };
  const line: Line = {
    write,
    sayText,
    say(message) {
      const text = JSON.stringify(message);
      // publishing is slowed down instead, by reading no more than the store takes
      if (message.type === 'system.ack') write(toFrame(text));
      else sayText(text);
    },
    sayTexts: (texts) => write(Buffer.concat(texts.map(toFrame))),
    untilTaken: () => nextDrain(),
    bufferedBytes: () => socket.writableLength,
    evict: leave,
  };
  const subscriber = createSubscriber(line, parts);
  let pending = 0;

  /** Messages that wait until there is room for what they ask. */
  let unheard = 0;
  let unheardBytes = 0;
  let taken: Promise<void> | undefined;

  const nextTaken = async (bytes: number): Promise<void> => {
    unheard += 1;
    unheardBytes += bytes;
    if (unheardBytes > MAX_UNHEARD_BYTES) leave(CLOSE_TOO_SLOW, 'too slow');
    await nextDrain();
    unheardBytes -= bytes;
    unheard -= 1;
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
    if (unheard > 0) await nextTaken(data.length); // there may be room before those who wait for it were heard
    // asked again after every wait: whoever waited with us may have filled it up before our turn
    while (socket.writableLength > MAX_UNTAKEN_BYTES) await nextTaken(data.length);
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
    untakenBytes: () => socket.writableLength,
    terminate: () => webSocket.terminate(),
    bytesRead: () => ('bytesRead' in socket && typeof socket.bytesRead === 'number' ? socket.bytesRead : 0),
  };
}
