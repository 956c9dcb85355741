import { createHmac } from 'node:crypto';

/** Where a hook asks "are you my daemon?" before it says anything of its own. */
export const HELLO_PATH = '/v1/hello';

/**
 * What only someone who knows the token can answer. The port is part of the question, so that a stranger on another
 * port cannot pass it on to the real daemon and hand back its answer.
 */
export function helloProof(token: string, nonce: string, port: number): string {
  return createHmac('sha256', token).update(`mpm-hook hello 1\n${nonce}\n${port}`).digest('hex');
}
