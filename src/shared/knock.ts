import type { IncomingMessage } from 'node:http';
import type { Knock } from './gate.ts';
import { isPagePath, REDEEM_PATH } from './page-paths.ts';

/** Asked for with the bearer of the token, so that browsers and others that cannot set headers come in too. */
export const SUBPROTOCOL = 'mpm.v1';
const BEARER_PROTOCOL = 'bearer.';

/** What may be had without the token: who answers here, whether all is well, and the token itself for a ticket. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/health', '/v1/hello', REDEEM_PATH]);

/** Where events are published, and read. */
export const EVENTS_PATH = '/v1/events';

export interface Target {
  readonly path: string;
  /** Behind the question mark; empty without one. */
  readonly query: string;
}

export function toTarget(url: string | undefined): Target {
  const target = url ?? '/';
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** How an HTTP request presents itself at the gate: its token comes by `Authorization` and nowhere else. */
export function toKnock({ method, headers }: IncomingMessage, { path }: Target): Knock {
  return {
    host: headers.host,
    origin: headers.origin,
    fetchSite: toText(headers['sec-fetch-site']),
    fetchMode: toText(headers['sec-fetch-mode']),
    token: bearerOf(headers.authorization),
    isOpen: OPEN_PATHS.has(path) || isPagePath(path),
    isPublishing: method === 'POST' && path === EVENTS_PATH,
  };
}

/** A WebSocket's handshake may carry the token in its address or among its subprotocols too. */
export function toUpgradeKnock(request: IncomingMessage, target: Target): Knock {
  const knock = toKnock(request, target);
  const token = knock.token ?? bearerProtocol(request) ?? new URLSearchParams(target.query).get('token') ?? undefined;
  // A browser always sends the Origin here; what it says of the fetch besides adds nothing.
  return { ...knock, token, isOpen: false, isPublishing: false, fetchSite: undefined, fetchMode: undefined };
}

function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

function bearerProtocol({ headers }: IncomingMessage): string | undefined {
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
  return offered?.find((name) => name.startsWith(BEARER_PROTOCOL))?.slice(BEARER_PROTOCOL.length);
}

function toText(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}
