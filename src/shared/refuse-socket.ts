import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Why something was not done, as HTTP says it. */
export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** For programs (`code`) and people (`message`). */
export function printFault({ code, message }: Fault): string {
  return JSON.stringify({ error: { code, message } });
}

/** Answers on a bare socket, where there is no response object to do it. */
export function refuseSocket(socket: Duplex, fault: Fault, headers: Readonly<Record<string, string>> = {}): void {
  const text = printFault(fault);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status]}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n${lines.join('')}\r\n${text}`,
  );
}
