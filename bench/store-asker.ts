import { once } from 'node:events';
import * as net from 'node:net';
import type { BenchDaemon } from './store-daemon.ts';

export interface AskedAnswer {
  readonly ms: number;
  readonly bytes: number;
}

/** Asks over one kept socket and reads as a program in C would: into one piece of memory, only counting. */
export interface Asker {
  /** The time until the last byte is here. Rejects for any answer but 200. */
  time(path: string): Promise<AskedAnswer>;
  /** What is answered, for whoever wants to look at it. */
  read(path: string): Promise<unknown>;
  close(): void;
}

const BUFFER_BYTES = 1024 * 1024;

export async function createAsker({ port, token }: Pick<BenchDaemon, 'port' | 'token'>): Promise<Asker> {
  let onBytes = (_bytes: Buffer): void => undefined;
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  const callback = (length: number): boolean => {
    onBytes(buffer.subarray(0, length));
    return true;
  };
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback } });
  await once(socket, 'connect');

  const ask = async (path: string, onBody: (bytes: Buffer) => void): Promise<AskedAnswer> => {
    const startedMs = performance.now();
    const bytes = await new Promise<number>((resolve, reject) => {
      const fail = (text: string): void => reject(new Error(`${path} was answered: ${text}`));
      let whole = 0;
      let left = 0;
      const take = (body: Buffer): void => {
        left -= body.length;
        onBody(body);
        if (left === 0) resolve(whole);
      };
      // the head comes in one piece: it is written as one
      onBytes = (chunk) => {
        const headEnd = chunk.indexOf('\r\n\r\n') + 4;
        const head = chunk.toString('latin1', 0, headEnd);
        if (!head.startsWith('HTTP/1.1 200')) return fail(chunk.toString('utf8'));
        whole = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        left = whole;
        onBytes = take;
        take(chunk.subarray(headEnd));
      };
      socket.once('close', () => fail('nothing'));
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n\r\n`);
    });
    socket.removeAllListeners('close');
    return { ms: performance.now() - startedMs, bytes };
  };

  return {
    time: (path) => ask(path, () => undefined),
    async read(path) {
      const parts: Buffer[] = [];
      await ask(path, (bytes) => parts.push(Buffer.from(bytes)));
      return JSON.parse(Buffer.concat(parts).toString());
    },
    close: () => socket.destroy(),
  };
}
