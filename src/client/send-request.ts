import * as http from 'node:http';
import { lost } from './lost.ts';
import { silent } from './open-socket.ts';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

interface SendOptions {
  readonly agent: http.Agent;
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs: number;
}

/** What a daemon may answer at most; past it somebody else is talking. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** One HTTP request and its whole answer; any status is an answer. */
export function send(options: SendOptions): Promise<Answer> {
  const { port, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const request = begin(options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES) request.destroy(lost());
      });
      response.on('error', (error) => reject(lost(error)));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    const timer = setTimeout(() => request.destroy(silent(port, timeoutMs)), timeoutMs);
    request.on('error', (error) => reject(error.name === 'MpmError' ? error : lost(error)));
    request.on('close', () => clearTimeout(timer));
    request.end(options.body);
  });
}

/** The same for an answer that may be of any length: resolves when it begins, to what is still to be read. */
export function open(options: SendOptions): Promise<http.IncomingMessage> {
  const { port, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const request = begin(options, (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    const timer = setTimeout(() => request.destroy(silent(port, timeoutMs)), timeoutMs);
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error.name === 'MpmError' ? error : lost(error));
    });
    request.end(options.body);
  });
}

function begin(options: SendOptions, onAnswer: (response: http.IncomingMessage) => void): http.ClientRequest {
  const { agent, port, method = 'GET', path, body } = options;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const headers = { ...options.headers, ...length };
  return http.request({ agent, host: '127.0.0.1', port, method, path, headers }, onAnswer);
}
