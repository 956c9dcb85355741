import * as net from 'node:net';

/** A TCP connection without any manners: what is said goes out as it is, and what comes back is kept. */
export interface RawConnection {
  readonly socket: net.Socket;
  /** Once it is over, by whomever: all that was received. A reset is an end like any other. */
  readonly over: Promise<Buffer>;
  send(bytes: Buffer | string): void;
  received(): Buffer;
  /** Goes without a word. */
  drop(): void;
}

export function connectRaw(port: number): Promise<RawConnection> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  const chunks: Buffer[] = [];
  const received = () => Buffer.concat(chunks);
  const over = new Promise<Buffer>((resolve) => socket.once('close', () => resolve(received())));
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {}); // reset: what was received counts
  const connection: RawConnection = {
    socket,
    over,
    received,
    send: (bytes) => void socket.write(bytes),
    drop: () => void socket.destroy(),
  };
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(connection));
    socket.once('close', () => resolve(connection)); // turned away at once
  });
}

/** The status of each answer in what was received. */
export function statuses(bytes: Buffer): number[] {
  return [...bytes.toString('latin1').matchAll(/(?:^|\n|\})HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
