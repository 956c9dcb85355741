import { randomBytes } from 'node:crypto';
import * as net from 'node:net';
import { HELLO_PATH, helloProof } from '../shared/hello.ts';
import type { SpoolHeader } from '../shared/spool.ts';
import { headerOf, parseAnswer } from './http-answer.ts';

/**
 * How a delivery ended. `stored`: the daemon has it. `absent`: nobody listens. `stranger`: somebody listens who
 * could not prove to be ours, and was told nothing. `silent`: no answer in time. `refused`: ours, but would not take it.
 */
type DeliveryEnd = 'stored' | 'absent' | 'stranger' | 'silent' | 'refused';

export interface DeliveryResult {
  readonly end: DeliveryEnd;
  /** The daemon's release, where it proved to be ours. */
  readonly daemonVersion: string;
}

export interface Delivery {
  /** Hands over the event once stdin has ended; the deadline runs from here. */
  send(header: SpoolHeader, bytes: Uint8Array, deadlineMs: number): void;
  /** Gives up at once; the result is what it is now. */
  abandon(): void;
}

interface Address {
  readonly port: number;
  /** Undefined before any daemon was ever started in this home: then nobody can be ours. */
  readonly token: string | undefined;
}

/** Bodies up to this go out in one write with their head. */
const ONE_WRITE_BYTES = 64 * 1024;
/** A stranger may talk for ever; ours says hello in a few hundred bytes. */
const MAX_ANSWER_CHARS = 16 * 1024;

/**
 * One socket for the whole way: the connect is the probe, a challenge finds out whether this user's daemon answers,
 * and only then does the event, with the token, follow on the same connection.
 */
export function startDelivery(address: Address, done: (result: DeliveryResult) => void): Delivery {
  const nonce = randomBytes(16).toString('hex');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let received = '';
  let daemonVersion = '';
  let proven = false;
  let posted = false;
  let finished = false;
  let header: SpoolHeader | undefined;
  let body: Uint8Array | undefined;

  const socket = net.connect({ host: '127.0.0.1', port: address.port });

  const finish = (end: DeliveryEnd): void => {
    if (finished) return;
    finished = true;
    if (timer !== undefined) clearTimeout(timer);
    socket.destroy();
    done({ end, daemonVersion });
  };

  const post = (): void => {
    if (!proven || posted || header === undefined || body === undefined || address.token === undefined) return;
    posted = true;
    const head = printRequest(header, body.length, { port: address.port, token: address.token });
    if (body.length <= ONE_WRITE_BYTES) {
      socket.write(Buffer.concat([Buffer.from(head), body]));
      return;
    }
    socket.write(head);
    socket.write(body);
  };

  const takeHello = (): void => {
    const answer = parseAnswer(received);
    if (answer === undefined) {
      if (received.length > MAX_ANSWER_CHARS) finish('stranger');
      return;
    }
    const expected = address.token === undefined ? undefined : helloProof(address.token, nonce, address.port);
    if (answer.status !== 200 || expected === undefined || headerOf(answer.head, 'x-mpm-proof') !== expected) {
      finish('stranger');
      return;
    }
    daemonVersion = /"version"\s*:\s*"([^"]*)"/.exec(answer.body)?.[1] ?? '';
    proven = true;
    received = received.slice(answer.length);
    post();
  };

  const takeAck = (): void => {
    const answer = parseAnswer(received);
    if (answer !== undefined) finish(answer.status === 204 || answer.status === 200 ? 'stored' : 'refused');
  };

  socket.on('connect', () => {
    socket.write(`GET ${HELLO_PATH} HTTP/1.1\r\nhost: 127.0.0.1:${address.port}\r\nx-mpm-nonce: ${nonce}\r\n\r\n`);
  });
  socket.on('data', (chunk: Buffer) => {
    if (finished) return;
    received += chunk.toString('latin1');
    if (proven) takeAck();
    else takeHello();
  });
  socket.on('error', () => finish(proven ? 'refused' : 'absent'));
  socket.on('close', () => finish(proven ? 'refused' : 'stranger'));

  return {
    send(spoolHeader, bytes, deadlineMs) {
      header = spoolHeader;
      body = bytes;
      if (finished) return;
      timer = setTimeout(() => finish('silent'), deadlineMs);
      post();
    },
    abandon() {
      finish('silent');
    },
  };
}

function printRequest(header: SpoolHeader, bodyLength: number, to: { port: number; token: string }): string {
  const type = header.type === undefined ? '' : `x-mpm-type: ${header.type}\r\n`;
  return (
    `POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1:${to.port}\r\ncontent-type: application/json\r\n` +
    `authorization: Bearer ${to.token}\r\nx-mpm-event-id: ${header.id}\r\nx-mpm-sent-at: ${header.sentAtMs}\r\n` +
    `x-mpm-elapsed-us: ${header.elapsedUs}\r\nx-mpm-hook: ${header.hook}\r\n${type}content-length: ${bodyLength}\r\n\r\n`
  );
}
