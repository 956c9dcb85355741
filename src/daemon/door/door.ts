import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Intake } from '../events/intake.ts';
import { answerJson } from './answer.ts';
import { createHeldBytes } from './body.ts';
import { createDoorkeeper } from './doorkeeper.ts';
import { createGate, type GateRules } from './gate.ts';
import { createHello } from './hello.ts';
import { type Handler, type Routes, serve } from './http-server.ts';
import { createIngest } from './ingest.ts';
import type { SubscriberParts } from './subscriber.ts';
import { createSubscribers, type Subscribers } from './subscribers.ts';
import { createTokenSource } from './token-source.ts';

/** Requests under way when we stop have this long to be answered; hooks spool what was not. */
const LAST_ANSWERS_MS = 2000;

export interface DoorParts extends SubscriberParts {
  readonly rules: GateRules;
  readonly tokenFile: string;
  readonly intake: Intake;
  /** `ok`, or what is wrong in one word. */
  readonly condition: () => string;
  readonly onTurned: (reason: string) => void;
  readonly onTokenChange: () => void;
  readonly onFailure: (error: unknown) => void;
}

export interface Door {
  readonly subscribers: Subscribers;
  /** Notices a changed token also when nobody asks. */
  checkToken(): void;
  /** Takes no more connections, answers what is under way, says goodbye to subscribers. */
  close(): Promise<void>;
}

/** Everything that can be asked of the daemon from outside, on a server that listens already. */
export function openDoor(server: Server, parts: DoorParts): Door {
  const { identity, rules, status, condition, onTurned, onFailure, nowMs } = parts;
  const token = createTokenSource(parts.tokenFile, () => {
    parts.onTokenChange();
    if (rules.auth === 'token') subscribers.dismiss();
  });
  const subscribers = createSubscribers(parts);
  const doorkeeper = createDoorkeeper({ gate: createGate(rules), token: token.current, onTurned, nowMs });
  const { version, protocol } = identity;

  const routes: Routes = new Map([
    ['/v1/hello', { GET: createHello(identity, token.current) }],
    ['/v1/events', { POST: createIngest({ ...parts, held: createHeldBytes() }) }],
    ['/v1/status', { GET: tell(status) }],
    ['/health', { GET: tell(() => ({ service: 'mpm-hook', version, protocol, status: condition() })) }],
  ]);
  const onBadRequest = () => onTurned('bad_request');
  serve(server, { doorkeeper, routes, onUpgrade: subscribers.onUpgrade, onBadRequest, onFailure });

  return {
    subscribers,
    checkToken: () => void token.current(),
    async close() {
      server.close();
      await subscribers.close();
      await untilIdle(server);
      server.closeAllConnections();
    },
  };
}

/** Pooled sockets would stay open: each is closed as soon as its last answer is out. */
async function untilIdle(server: Server): Promise<void> {
  const deadline = performance.now() + LAST_ANSWERS_MS;
  let isClosed = false;
  server.once('close', () => {
    isClosed = true;
  });
  while (!isClosed && performance.now() < deadline) {
    server.closeIdleConnections();
    await delay(5);
  }
}

function tell(what: () => object): Handler {
  return (_request, response) => answerJson(response, JSON.stringify(what()));
}
