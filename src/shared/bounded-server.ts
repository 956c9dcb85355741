import * as http from 'node:http';
import { errorCode } from './errors.ts';
import { type Fault, refuseSocket } from './refuse-socket.ts';

/** Connections past this are not answered; hooks then spool. */
const MAX_CONNECTIONS = 2048;
/** A request's head has to be there within this, so that nobody keeps a place by saying nothing. */
const HEADERS_TIMEOUT_MS = 10_000;
/** The most a whole request may take, also one that streams lines. */
const REQUEST_TIMEOUT_MS = 300_000;
/** A pooled socket may rest so long between two events. */
const KEEP_ALIVE_MS = 65_000;

export interface HttpServerOptions {
  readonly maxConnections?: number;
  readonly headersTimeoutMs?: number;
}

/** Not bound to a port yet. It bounds how many come, and how slowly they may speak; what it serves, and to whom, is for others to add. */
export function createHttpServer(options: HttpServerOptions = {}): http.Server {
  const { maxConnections = MAX_CONNECTIONS, headersTimeoutMs = HEADERS_TIMEOUT_MS } = options;
  const server = http.createServer({
    headersTimeout: headersTimeoutMs,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: headersTimeoutMs,
    requireHostHeader: false, // the gate refuses those, and counts them
    shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
  });
  server.maxConnections = maxConnections;
  return server;
}

/** Answers what is no request, or none in time, and says what was not answered at all. */
export function refuseBroken(server: http.Server, onFault: (fault: Omit<Fault, 'message'>) => void): void {
  server.on('drop', () => onFault(TOO_MANY));

  server.on('clientError', (error, socket) => {
    const code = errorCode(error);
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const fault = BAD_REQUESTS[code ?? ''] ?? BAD_REQUEST;
    onFault(fault);
    refuseSocket(socket, fault);
  });
}

const TOO_MANY = { status: 503, code: 'too_many_connections' };
const BAD_REQUEST: Fault = { status: 400, code: 'bad_request', message: 'This is not HTTP/1.1.' };

/** What Node's parser calls them. */
const BAD_REQUESTS: Readonly<Record<string, Fault>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers_too_large', message: 'The headers are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'too_slow', message: 'The request took too long to arrive.' },
};
