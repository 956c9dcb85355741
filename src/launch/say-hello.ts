import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import { HELLO_PATH, helloProof } from '../shared/hello.ts';
import type { HomePaths } from '../shared/paths.ts';
import { readState } from '../shared/state-file.ts';
import { readToken } from '../shared/token.ts';

/** A daemon that has proved to be this user's. */
export interface RunningDaemon {
  readonly pid: number;
  readonly port: number;
  readonly version: string;
  readonly storeId: string;
  readonly startedAt: number;
}

export type Hello =
  | { readonly kind: 'ours'; readonly daemon: RunningDaemon }
  | { readonly kind: 'absent' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'stranger' };

/** Asks whoever listens where this home's daemon should be to prove itself. */
export async function sayHello(paths: HomePaths, settings: { port: number }, timeoutMs: number): Promise<Hello> {
  const port = readState(paths.state)?.port ?? settings.port;
  const token = readToken(paths.token);
  const nonce = randomBytes(16).toString('hex');
  const answer = await askHello(port, nonce, timeoutMs);
  if (typeof answer === 'string') return { kind: answer };
  if (token === undefined || answer.proof !== helloProof(token, nonce, port)) return { kind: 'stranger' };
  const daemon = parseDaemon(answer.body, port);
  return daemon === undefined ? { kind: 'stranger' } : { kind: 'ours', daemon };
}

interface Answer {
  readonly proof: string | string[] | undefined;
  readonly body: string;
}

/** Nobody has this much to say in answer to a hello. */
const MAX_BODY_CHARS = 16 * 1024;

function askHello(port: number, nonce: string, timeoutMs: number): Promise<Answer | 'absent' | 'silent' | 'stranger'> {
  return new Promise((resolve) => {
    const headers = { 'x-mpm-nonce': nonce };
    const request = http.get({ host: '127.0.0.1', port, path: HELLO_PATH, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MAX_BODY_CHARS) request.destroy();
      });
      response.on('end', () => resolve({ proof: response.headers['x-mpm-proof'], body }));
    });
    const timer = setTimeout(() => {
      resolve('silent');
      request.destroy();
    }, timeoutMs);
    request.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'absent' : 'stranger'),
    );
    request.on('close', () => {
      clearTimeout(timer);
      resolve('stranger'); // closed without an answer; without effect after one
    });
  });
}

function parseDaemon(body: string, port: number): RunningDaemon | undefined {
  try {
    const { pid, version, storeId, startedAt } = JSON.parse(body) as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof version !== 'string') return undefined;
    if (typeof storeId !== 'string' || typeof startedAt !== 'number') return undefined;
    return { pid, port, version, storeId, startedAt };
  } catch {
    return undefined; // no JSON object
  }
}
