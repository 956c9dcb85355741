import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createDoorkeeper } from '../../shared/doorkeeper.ts';
import { createGate, type GateRules } from '../../shared/gate.ts';
import { EVENTS_PATH, toTarget } from '../../shared/knock.ts';
import { REDEEM_PATH } from '../../shared/page-paths.ts';
import type { SessionView } from '../../shared/session-view.ts';
import { createTokenSource } from '../../shared/token-source.ts';
import type { Forget } from '../forget.ts';
import type { Measures } from '../measures.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { answerJson } from './answer.ts';
import { isFinal } from './fault.ts';
import { createForgetHandler, createForgetSession } from './forget.ts';
import { createHello } from './hello.ts';
import { type FaultCounter, type Handler, type Routes, serve } from './http-server.ts';
import { createIngest } from './ingest.ts';
import { createPage, type PageFiles } from './page.ts';
import { createPatchSession } from './patch-session.ts';
import { createReadEvents, createReadNames } from './read-events.ts';
import { createReadFiles } from './read-files.ts';
import { createReadMetrics } from './read-metrics.ts';
import { createReadOverview } from './read-overview.ts';
import { createReadSession, createReadSessions, createReadSpans } from './read-sessions.ts';
import { createReadWaits } from './read-waits.ts';
import type { SubscriberParts } from './subscriber.ts';
import { createSubscribers } from './subscribers.ts';
import { createTicketDesk } from './ticket-desk.ts';
import { createTraffic, type Traffic } from './traffic.ts';

/** Requests under way when we stop have this long to be answered; hooks spool what was not. */
const LAST_ANSWERS_MS = 2000;

export interface DoorParts extends Omit<SubscriberParts, 'status'> {
  readonly rules: GateRules;
  readonly tokenFile: string;
  readonly board: StatusBoard;
  /** The dashboard as it was built; undefined where it was not. */
  readonly page: PageFiles | undefined;
  readonly search: SearchIndex;
  readonly measures: Measures;
  /** A session was named, pinned, hidden, or the contrary. */
  readonly onLabel: (session: SessionView) => void;
  readonly forget: Forget;
}

/** What the daemon can say of itself. */
interface StatusBoard {
  status(): object;
  health(): object;
  condition(): string;
  metrics(): string;
  spooled(): number;
}

export interface Door {
  /** Looks who is still there, tells all of them the daemon's health, and notices a new token though nobody asked. */
  beat(): void;
  /** Says this to all subscribers. */
  tell(message: object): void;
  /** The store is another one now: tells whoever registered its id. */
  announceStore(): void;
  /** How many subscribers there are of each name. */
  watching(): Readonly<Record<string, number>>;
  /** Takes no more requests, and answers those under way. */
  shut(): Promise<void>;
  /** Says goodbye to the subscribers, and ends whatever connection is left. */
  close(): Promise<void>;
}

/** Everything that can be asked of the daemon from outside, on a server that listens already. */
export function openDoor(server: Server, parts: DoorParts): Door {
  const { identity, rules, board, onRejected, onRefused, reporter, nowMs } = parts;
  const token = createTokenSource(parts.tokenFile, () => {
    reporter.report('token_changed', {});
    if (rules.auth === 'token') subscribers.dismiss();
  });
  const subscribers = createSubscribers({ ...parts, status: board.status });
  const doorkeeper = createDoorkeeper({ gate: createGate(rules), token: token.current, onTurned: onRefused, nowMs });
  const { version, protocol } = identity;
  const health = () => ({ service: 'mpm-hook', version, protocol, status: board.condition() });

  const tickets = createTicketDesk({ token: token.current, nowMs });
  const traffic = createTraffic();
  /** For what may have megabytes to say. */
  const ifRoom =
    (handler: Handler): Handler =>
    (request, response) => {
      traffic.expectRoom();
      return handler(request, response);
    };

  const routes: Routes = new Map([
    ['/v1/hello', { GET: createHello(identity, token.current) }],
    [EVENTS_PATH, { GET: ifRoom(createReadEvents(parts)), POST: createIngest(parts) }],
    ['/v1/sessions', { GET: ifRoom(createReadSessions(parts)) }],
    [
      '/v1/sessions/:id',
      { GET: ifRoom(createReadSession(parts)), PATCH: createPatchSession(parts), DELETE: createForgetSession(parts) },
    ],
    ['/v1/sessions/:id/files', { GET: ifRoom(createReadFiles(parts)) }],
    ['/v1/overview', { GET: ifRoom(createReadOverview({ ...parts, spooled: board.spooled })) }],
    ['/metrics', { GET: createReadMetrics(board.metrics) }],
    ['/v1/forget', { POST: createForgetHandler(parts) }],
    ['/v1/names', { GET: ifRoom(createReadNames(parts)) }],
    ['/v1/spans', { GET: ifRoom(createReadSpans(parts)) }],
    ['/v1/waits', { GET: ifRoom(createReadWaits(parts)) }],
    ['/v1/status', { GET: tell(board.status) }],
    ['/v1/tickets', { POST: tickets.issue }],
    [REDEEM_PATH, { POST: tickets.redeem }],
    ['/health', { GET: tell(health) }],
  ]);
  const onFailure = (error: unknown) => reporter.report('failed', { error });
  const page = createPage(parts.page);
  const onFault: FaultCounter = (fault, request) => {
    const isEvent = request?.method === 'POST' && toTarget(request.url).path === EVENTS_PATH;
    if (isEvent && isFinal(fault)) onRejected(fault.code);
    else onRefused(fault.code);
  };
  serve(server, { doorkeeper, traffic, routes, page, onUpgrade: subscribers.onUpgrade, onFault, onFailure });

  return {
    beat() {
      token.current();
      subscribers.beat({ type: 'system.health', ...board.health() });
    },
    tell: subscribers.tell,
    announceStore: subscribers.welcome,
    watching: subscribers.names,
    async shut() {
      server.close();
      await untilAnswered(server, traffic);
    },
    async close() {
      await subscribers.close();
      server.closeAllConnections();
    },
  };
}

/** Resting connections are ended at once, the others with their last answer. */
async function untilAnswered(server: Server, traffic: Traffic): Promise<void> {
  const deadline = performance.now() + LAST_ANSWERS_MS;
  while (traffic.underWay() > 0 && performance.now() < deadline) await delay(5);
  server.closeIdleConnections();
}

function tell(what: () => object): Handler {
  return (_request, response) => answerJson(response, JSON.stringify(what()));
}
