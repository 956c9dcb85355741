import { once } from 'node:events';
import * as net from 'node:net';
import type { BenchDaemon } from './store-daemon.ts';
import type { BenchEvent } from './store-events.ts';

/** Lines in one request, and requests under way at once. */
const LINES_PER_POST = 500;
const BATCH_SOCKETS = 2;
const SINGLE_SOCKETS = 8;

/** Sends events over sockets that are kept, and resolves when all of them are acknowledged. */
type Send = (events: readonly BenchEvent[]) => Promise<void>;

export interface Sender {
  /** NDJSON, many a request. */
  readonly batches: Send;
  /** One a request, as hooks do. */
  readonly singles: Send;
  close(): void;
}

/** Plain sockets: what the bench itself needs of the processor is taken from the daemon's two cores. */
export function createSender(
  { port, token }: Pick<BenchDaemon, 'port' | 'token'>,
  onAcked: (id: string) => void = () => undefined,
): Sender {
  const head = `POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n`;
  const opened: net.Socket[] = [];
  /** Opened when they are used first: one that is silent from its beginning is closed by the daemon. */
  const open = async (count: number): Promise<net.Socket[]> => {
    while (opened.length < count) opened.push(await openSocket(port));
    return opened.slice(0, count);
  };

  const batch = async (socket: net.Socket, events: readonly BenchEvent[]): Promise<void> => {
    const body = Buffer.from(events.map(toLine).join(''));
    const about = `content-type: application/x-ndjson\r\ncontent-length: ${body.length}\r\n\r\n`;
    socket.cork();
    socket.write(head + about);
    socket.write(body);
    socket.uncork();
    const answer = await answerOf(socket);
    if (!answer.startsWith('HTTP/1.1 200') || !answer.includes('"rejectedTotal":0')) throw new Error(answer);
    for (const { id } of events) onAcked(id);
  };
  const single = async (socket: net.Socket, { id, atMs, body }: BenchEvent): Promise<void> => {
    const about = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    const ours = `x-mpm-event-id: ${id}\r\nx-mpm-sent-at: ${atMs}\r\nx-mpm-elapsed-us: 900\r\nx-mpm-hook: ${HOOK}\r\n`;
    socket.write(`${head}${about}${ours}\r\n${body}`);
    const answer = await answerOf(socket);
    if (!answer.startsWith('HTTP/1.1 204')) throw new Error(answer);
    onAcked(id);
  };

  return {
    async batches(events) {
      const shares = shareOut(events, await open(BATCH_SOCKETS));
      await Promise.all(shares.map(([socket, own]) => inTurn(toPosts(own), (post) => batch(socket, post))));
    },
    async singles(events) {
      const shares = shareOut(events, await open(SINGLE_SOCKETS));
      await Promise.all(shares.map(([socket, own]) => inTurn(own, (event) => single(socket, event))));
    },
    close() {
      for (const socket of opened) socket.destroy();
    },
  };
}

/** The version is that of no release; the rest is what a hook says of itself. */
const HOOK = '0.0.0; via=settings; entrypoint=cli; attended=1';

/** As the client library sends them, and as they are exported. */
function toLine({ id, type, atMs, body }: BenchEvent): string {
  return `{"type":"${type}","timestamp":"${new Date(atMs).toISOString()}","id":"${id}","data":${body}}\n`;
}

/** A session's events go over one socket, in their order: Claude Code waits for a hook before it calls the next. */
function shareOut(events: readonly BenchEvent[], sockets: readonly net.Socket[]): [net.Socket, BenchEvent[]][] {
  const shares = sockets.map((socket): [net.Socket, BenchEvent[]] => [socket, []]);
  for (const event of events) shares[Number.parseInt(event.sessionId.slice(0, 4), 16) % shares.length]?.[1].push(event);
  return shares;
}

function toPosts(events: readonly BenchEvent[]): BenchEvent[][] {
  const count = Math.ceil(events.length / LINES_PER_POST);
  return Array.from({ length: count }, (_, at) => events.slice(at * LINES_PER_POST, (at + 1) * LINES_PER_POST));
}

async function inTurn<Work>(works: readonly Work[], send: (work: Work) => Promise<void>): Promise<void> {
  for (const work of works) await send(work);
}

async function openSocket(port: number): Promise<net.Socket> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  socket.on('error', () => socket.destroy()); // killed on purpose; whoever waits learns it by the close
  return socket;
}

/** One answer, whole: those of this address are short. */
function answerOf(socket: net.Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (settle: () => void): void => {
      socket.off('data', onData).off('close', onClose);
      settle();
    };
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (isWhole(text)) end(() => resolve(text));
    };
    const onClose = (): void => end(() => reject(new Error('The daemon has gone.')));
    socket.on('data', onData).once('close', onClose);
  });
}

function isWhole(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  return text.length >= headEnd + 4 + length;
}
