import * as net from 'node:net';
import { errorCode, MpmError } from '../shared/errors.ts';
import { lost } from './lost.ts';

interface OpenSocketOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Resolves once connected, to the literal loopback address: `localhost` may be another one (F3). */
export function openSocket(port: number, { timeoutMs, signal }: OpenSocketOptions): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
    const timer = setTimeout(() => socket.destroy(silent(port, timeoutMs)), timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    const stop = () => {
      settle();
      socket.destroy();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const fail = (error: Error) => {
      settle();
      reject(toPassing(error, port));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      settle();
      socket.off('error', fail);
      socket.on('error', () => {}); // told to whoever is using it by then, and fatal to nobody else
      resolve(socket);
    });
  });
}

export function silent(port: number, timeoutMs: number): MpmError {
  return new MpmError('DAEMON_SILENT', `Nothing came from port ${port} within ${timeoutMs} ms.`, {
    hint: 'mpm-hook daemon restart',
  });
}

function notRunning(port: number, cause: Error): MpmError {
  return new MpmError('DAEMON_NOT_RUNNING', `Nothing listens on port ${port}.`, {
    hint: 'mpm-hook daemon start',
    cause,
  });
}

/** Whatever the system has against a connection now, it may allow it later. */
function toPassing(error: Error, port: number): Error {
  if (errorCode(error) === 'ECONNREFUSED') return notRunning(port, error);
  return error instanceof MpmError ? error : lost(error);
}
