import { timingSafeEqual } from 'node:crypto';
import { publishToken } from './publish-token.ts';

/** What a request says of itself and its sender, before anything of it is believed. */
export interface Knock {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`: browsers send them where they leave the Origin out, as for an image. */
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
  readonly token: string | undefined;
  /** Whether what is asked for may be had without the token. */
  readonly isOpen: boolean;
  /** Whether it is to take events, for which the publish token is enough. */
  readonly isPublishing: boolean;
}

export interface GateRules {
  readonly port: number;
  readonly auth: 'token' | 'off';
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

export type RefusalReason = 'foreign_host' | 'foreign_origin' | 'no_token' | 'wrong_token';

export interface Refusal {
  readonly status: 401 | 403;
  readonly reason: RefusalReason;
  readonly message: string;
}

/** Undefined: come in. The token is asked for last, and only where it matters: knowing it costs a look at its file. */
export type Gate = (knock: Knock, token: () => string | undefined) => Refusal | undefined;

/** Decides who comes in, for HTTP requests and WebSocket upgrades alike. */
export function createGate(rules: GateRules): Gate {
  const ownNames = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${rules.port}`);
  const allowedNames = rules.allowedHosts.map((name) => name.toLowerCase());
  const hosts = new Set([...ownNames, ...allowedNames.flatMap((name) => [name, `${name}:${rules.port}`])]);
  const origins = new Set([...ownNames.map((name) => `http://${name}`), ...rules.allowedOrigins]);

  const hasForeignOrigin = ({ origin, fetchSite, fetchMode }: Knock): boolean =>
    origin === undefined ? isFromAnotherSite(fetchSite, fetchMode) : !origins.has(origin);

  return (knock, token) => {
    if (!hosts.has(knock.host?.toLowerCase() ?? '')) return FOREIGN_HOST;
    if (hasForeignOrigin(knock)) return FOREIGN_ORIGIN;
    if (knock.isOpen || rules.auth === 'off') return undefined;
    if (knock.token === undefined) return NO_TOKEN;
    return opens(knock.token, token(), knock) ? undefined : WRONG_TOKEN;
  };
}

const FOREIGN_HOST: Refusal = {
  status: 403,
  reason: 'foreign_host',
  message: 'This Host is not one of ours. Ask 127.0.0.1, or add the name to allowedHosts.',
};
const FOREIGN_ORIGIN: Refusal = {
  status: 403,
  reason: 'foreign_origin',
  message: 'Pages of this Origin may not come in. Add it to allowedOrigins if they should.',
};
const NO_TOKEN: Refusal = {
  status: 401,
  reason: 'no_token',
  message: 'A token is needed: Authorization: Bearer, as printed by mpm-hook token.',
};
const WRONG_TOKEN: Refusal = {
  status: 401,
  reason: 'wrong_token',
  message: 'This is not the token. mpm-hook token prints the one that is.',
};

/** Following a link to us is fine; being fetched, framed or embedded by another page is not. */
function isFromAnotherSite(fetchSite: string | undefined, fetchMode: string | undefined): boolean {
  return fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none' && fetchMode !== 'navigate';
}

function opens(given: string, token: string | undefined, { isPublishing }: Knock): boolean {
  if (token === undefined) return false;
  return isSame(given, token) || (isPublishing && isSame(given, publishToken(token)));
}

/** Takes the same time wherever the first difference is; the length of a token is no secret. */
function isSame(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(expected, 'latin1'));
}
