import { helloProof } from '../../shared/hello.ts';
import { answerJson } from './answer.ts';
import type { Handler } from './http-server.ts';

const NONCE = /^[0-9a-f]{32}$/;

export interface Identity {
  readonly version: string;
  readonly protocol: number;
  readonly pid: number;
  readonly port: number;
  readonly startedAt: number;
  /** Asked for each time: a damaged store is replaced by another one. */
  readonly storeId: string;
}

/** Says who answers here; to a nonce, with the proof that it is this user's daemon. Without one there is nothing to prove. */
export function createHello(identity: Identity, token: () => string | undefined): Handler {
  const { version, protocol, pid, port, startedAt } = identity;

  return (request, response) => {
    const body = JSON.stringify({ version, protocol, pid, startedAt, storeId: identity.storeId });
    const nonce = request.headers['x-mpm-nonce'];
    const known = token();
    const isAsked = typeof nonce === 'string' && NONCE.test(nonce) && known !== undefined;
    answerJson(response, body, isAsked ? { 'x-mpm-proof': helloProof(known, nonce, port) } : {});
  };
}
