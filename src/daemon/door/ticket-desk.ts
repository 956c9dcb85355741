import { createAttempts } from '../../shared/attempts.ts';
import { MpmError } from '../../shared/errors.ts';
import { parseFields } from '../../shared/wire.ts';
import { answerJson } from './answer.ts';
import { createHeldBytes, withWholeBody } from './body.ts';
import type { Handler } from './http-server.ts';
import { createTickets, TICKET_LIFE_MS } from './tickets.ts';

/** A ticket and its wrapping are not longer. */
const MAX_BODY_BYTES = 1024;

interface TicketDeskParts {
  readonly token: () => string | undefined;
  readonly nowMs: () => number;
}

export interface TicketDesk {
  /** `POST /v1/tickets`: for who has the token, one that may be shown in an address. */
  readonly issue: Handler;
  /** `POST /v1/tickets/redeem`: the token, once. */
  readonly redeem: Handler;
}

export function createTicketDesk({ token, nowMs }: TicketDeskParts): TicketDesk {
  const tickets = createTickets(nowMs);
  const hasTriedTooOften = createAttempts(nowMs);
  const held = createHeldBytes();

  return {
    issue(_request, response) {
      answerJson(response, JSON.stringify({ ticket: tickets.issue(), expiresInMs: TICKET_LIFE_MS }));
    },
    async redeem(request, response) {
      if (request.headers['content-type'] !== 'application/json') throw unsupported();
      await withWholeBody(request, { held, maxBytes: MAX_BODY_BYTES }, async (bytes) => {
        const ticket = parseFields(bytes.toString('utf8'))?.ticket;
        const isGood = typeof ticket === 'string' && tickets.redeem(ticket);
        if (!isGood) throw hasTriedTooOften() ? tooManyAttempts() : wrongTicket();
        answerJson(response, JSON.stringify({ token: token() }));
      });
    },
  };
}

function unsupported(): MpmError {
  return new MpmError('UNSUPPORTED_TYPE', 'A ticket comes as application/json.');
}

function wrongTicket(): MpmError {
  return new MpmError('WRONG_TICKET', 'This ticket was used already, or is too old. Run mpm-hook open for another.');
}

function tooManyAttempts(): MpmError {
  return new MpmError('TOO_MANY_ATTEMPTS', 'Too many wrong tickets. Try again in ten seconds.');
}
