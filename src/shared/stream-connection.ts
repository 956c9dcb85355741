import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backlog, Debtor } from './backlog.ts';
import { alone, toFrame } from './frame.ts';
import type { Pulse } from './heartbeat.ts';
import { createTooOften } from './too-often.ts';
import { CLOSE_GOING_AWAY, CLOSE_TOO_MANY, CLOSE_TOO_SLOW } from './wire.ts';

/** So many messages of one client may be on their way into the store; then we stop reading from it for a moment. */
const MAX_PENDING = 256;
/** What a client says is heard once it has taken all but so many bytes of our answers: else it could make us hoard them … */
const MAX_UNTAKEN_BYTES = 1024 * 1024;
/** … and of what it says meanwhile so many are kept. */
const MAX_UNHEARD_BYTES = 16 * 1024 * 1024;
/** Who is answered more often in ten seconds, or says so much that can't be taken, is sent away: an answer may cost a read of the store. */
const MAX_ANSWERS = 2000;
/** What waits behind so much may wait for minutes; what it shared its memory with is not kept as long. */
const FAR_BEHIND_BYTES = 1024 * 1024;
/** Whoever has not answered our goodbye by then is cut off. */
const GOODBYE_MS = 1000;

/** As much of a WebSocket of `ws` as is needed here, where no package is known. */
export interface OpenWebSocket {
  readonly OPEN: number;
  readonly readyState: number;
  pause(): void;
  resume(): void;
  ping(): void;
  terminate(): void;
  close(code: number, reason: string): void;
  on(event: 'message', listener: (message: Buffer) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  once(event: 'close', listener: (code: number) => void): unknown;
}

/** The connection as the conversation on it sees it. */
export interface Line {
  write(frame: Buffer): void;
  /** An answer: one whole message of JSON. Who gets too many of them is sent away. */
  sayText(text: string): void;
  /** Whole messages of JSON, in one write. */
  sayTexts(texts: readonly string[]): void;
  /** Resolves when the other side has taken all that was written. */
  untilTaken(): Promise<void>;
  bufferedBytes(): number;
  evict(code: number, reason: string): void;
}

/** What is made of what the other side says. */
export interface Conversation {
  /** Answers what goes wrong, and never throws. */
  hear(message: Buffer): Promise<void> | void;
  close(): void;
}

export interface StreamConnection<Of extends Conversation> extends Pulse, Debtor {
  readonly conversation: Of;
  readonly gone: Promise<void>;
  write(frame: Buffer): void;
  /** Written and not yet taken by the other side. */
  untakenBytes(): number;
  leave(code: number, reason: string): void;
}

interface StreamConnectionParts<Of extends Conversation> {
  readonly backlog: Backlog;
  readonly converse: (line: Line) => Of;
}

/**
 * Puts a conversation on a WebSocket. What we say goes straight to its socket as whole frames, many in one write;
 * `ws` does the handshake, reads, pings and closes. Nothing is compressed, so the two never meet inside a frame.
 */
export function createStreamConnection<Of extends Conversation>(
  webSocket: OpenWebSocket,
  socket: Duplex,
  { backlog, converse }: StreamConnectionParts<Of>,
): StreamConnection<Of> {
  const write = (frame: Buffer): void => {
    if (webSocket.readyState !== webSocket.OPEN) return;
    socket.write(socket.writableLength > FAR_BEHIND_BYTES ? alone(frame) : frame);
    if (socket.writableLength > 0) backlog.grew(frame.length);
  };
  const leave = (code: number, reason: string): void => {
    conversation.close();
    webSocket.close(code, reason);
  };
  const isAskedTooOften = createTooOften(MAX_ANSWERS, () => performance.now());
  const conversation = converse({
    write,
    sayText(text) {
      write(toFrame(text));
      if (isAskedTooOften()) leave(CLOSE_TOO_MANY, 'too many requests');
    },
    sayTexts: (texts) => write(Buffer.concat(texts.map(toFrame))),
    untilTaken: () => nextDrain(),
    bufferedBytes: () => socket.writableLength,
    evict: leave,
  });
  let pending = 0;

  /** Messages that wait until there is room for what they ask. */
  let unheard = 0;
  let unheardBytes = 0;
  let taken: Promise<void> | undefined;
  /** What came of a message that is not whole yet, headers and all. */
  let unfinishedBytes = 0;

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

  const answer = async (message: Buffer): Promise<void> => {
    if (unheard > 0) await nextTaken(message.length); // there may be room before those who wait for it were heard
    // asked again after every wait: whoever waited with us may have filled it up before our turn
    while (socket.writableLength > MAX_UNTAKEN_BYTES) await nextTaken(message.length);
    if (webSocket.readyState !== webSocket.OPEN) return; // whoever was sent away is not heard any more
    return conversation.hear(message);
  };

  const hear = async (message: Buffer): Promise<void> => {
    pending += 1;
    if (pending === MAX_PENDING) webSocket.pause();
    await answer(message);
    if (pending === MAX_PENDING) webSocket.resume();
    pending -= 1;
  };

  socket.prependListener('data', (chunk: Buffer) => {
    unfinishedBytes += chunk.length;
    backlog.grew(chunk.length);
  });
  webSocket.on('message', (message) => {
    unfinishedBytes = 0;
    void hear(message);
  });
  webSocket.on('error', () => {}); // a broken frame: ws has answered it, and 'close' follows
  webSocket.once('close', () => conversation.close());

  return {
    conversation,
    gone: new Promise((resolve) => webSocket.once('close', () => resolve())),
    write,
    leave,
    ping: () => webSocket.ping(),
    untakenBytes: () => socket.writableLength,
    heldBytes: () => socket.writableLength + unheardBytes + unfinishedBytes,
    terminate: () => webSocket.terminate(),
    bytesRead: () => ('bytesRead' in socket && typeof socket.bytesRead === 'number' ? socket.bytesRead : 0),
  };
}

/** Says goodbye to all, and returns when they have gone. */
export async function sayGoodbye(connections: ReadonlySet<StreamConnection<Conversation>>): Promise<void> {
  const allGone = Promise.all([...connections].map(({ gone }) => gone));
  for (const { leave } of connections) leave(CLOSE_GOING_AWAY, 'going away');
  await Promise.race([allGone, delay(GOODBYE_MS, undefined, { ref: false })]);
  for (const { terminate } of connections) terminate();
}
