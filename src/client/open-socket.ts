import * as net from 'node:net';
import { errorCode, MpmError } from '../shared/errors.ts';

/** Resolves once connected, to the literal loopback address: `localhost` may be another one (F3). */
export function openSocket(port: number, timeoutMs: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(silent(port, timeoutMs));
    }, timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(errorCode(error) === 'ECONNREFUSED' ? notRunning(port, error) : error);
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
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
