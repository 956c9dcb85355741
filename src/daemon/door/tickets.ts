import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Time enough for a browser to start; past it a new ticket has to be asked for. */
export const TICKET_LIFE_MS = 60_000;
/** More that wait to be redeemed are nobody's wish: the oldest goes. */
const MAX_WAITING = 16;

export interface Tickets {
  /** A new one, good for a minute and for one use. */
  issue(): string;
  /** Whether it was good; from then on it is not. */
  redeem(ticket: string): boolean;
}

/** One-time tickets: what a page shows in place of the token, which belongs into no address. Only their hashes are kept. */
export function createTickets(nowMs: () => number): Tickets {
  let waiting: readonly { readonly hash: Buffer; readonly endsMs: number }[] = [];

  const dropExpired = (): void => {
    waiting = waiting.filter(({ endsMs }) => endsMs > nowMs());
  };

  return {
    issue() {
      dropExpired();
      const ticket = randomBytes(32).toString('base64url');
      waiting = [...waiting, { hash: hashOf(ticket), endsMs: nowMs() + TICKET_LIFE_MS }].slice(-MAX_WAITING);
      return ticket;
    },
    redeem(ticket) {
      dropExpired();
      const hash = hashOf(ticket);
      const others = waiting.filter((one) => !timingSafeEqual(one.hash, hash));
      const isGood = others.length < waiting.length;
      waiting = others;
      return isGood;
    },
  };
}

function hashOf(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
