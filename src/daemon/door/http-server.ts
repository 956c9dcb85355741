import type * as http from 'node:http';
import type { Duplex } from 'node:stream';
import { refuseBroken } from '../../shared/bounded-server.ts';
import type { Doorkeeper } from '../../shared/doorkeeper.ts';
import { errorCode } from '../../shared/errors.ts';
import { type Target, toKnock, toTarget, toUpgradeKnock } from '../../shared/knock.ts';
import { type Fault, refuseSocket } from '../../shared/refuse-socket.ts';
import { answerFault } from './answer.ts';
import { INTERNAL, NOT_FOUND, toFault, WRONG_METHOD } from './fault.ts';
import { answerPlainPage, isNavigation, UNKNOWN_ADDRESS } from './plain-page.ts';
import type { Traffic } from './traffic.ts';

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void | Promise<void>;

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/** What to do by path and method; HEAD is served as GET. The last part of a path, or the one before, may be `:id`, for any. */
export type Routes = ReadonlyMap<string, Route>;

export type Route = Readonly<Partial<Record<Method, Handler>>>;

/** What was not taken or answered, and of which request where that is known. */
export type FaultCounter = (fault: Omit<Fault, 'message'>, request?: http.IncomingMessage) => void;

function findRoute(routes: Routes, path: string) {
  const [last, beforeLast] = [path.replace(/[^/]+$/, ':id'), path.replace(/[^/]+(?=\/[^/]+$)/, ':id')];
  return routes.get(path) ?? routes.get(last) ?? routes.get(beforeLast);
}

async function follow(route: Route, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const asked = request.method === 'HEAD' ? 'GET' : request.method;
  const method = METHODS.find((name) => name === asked);
  const handler = method === undefined ? undefined : route[method];
  if (handler === undefined) return answerFault(response, WRONG_METHOD, { allow: Object.keys(route).join(', ') });
  await handler(request, response);
}

interface Service {
  readonly doorkeeper: Doorkeeper;
  readonly traffic: Traffic;
  readonly routes: Routes;
  /** What stands at the paths of the dashboard; undefined for all others. */
  readonly page: (path: string) => Route | undefined;
  /** Takes over the socket, or says why not. */
  readonly onUpgrade: (
    request: http.IncomingMessage,
    socket: Duplex,
    head: Buffer,
    target: Target,
  ) => Fault | undefined;
  /** Something was not taken: a request that was no HTTP, came too slowly, asked too much, or held what is no event. */
  readonly onFault: FaultCounter;
  /** Something that was not to be expected. */
  readonly onFailure: (error: unknown) => void;
}

/** Puts the one gate in front of all that the server does. */
export function serve(server: http.Server, service: Service): void {
  const { doorkeeper, traffic, routes, page, onUpgrade, onFault, onFailure } = service;

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const target = toTarget(request.url);
    const route = findRoute(routes, target.path) ?? page(target.path);
    const isAstray = route === undefined && isNavigation(request);
    const knock = toKnock(request, target);
    const turned = doorkeeper.admit({ ...knock, isOpen: knock.isOpen || isAstray });
    if (turned !== undefined) return answerFault(response, { ...turned, code: turned.reason });
    if (isAstray) return answerPlainPage(request, response, UNKNOWN_ADDRESS);
    if (route === undefined) return answerFault(response, NOT_FOUND);
    await follow(route, request, response);
  };

  const tellFault = (error: unknown, request: http.IncomingMessage, response: http.ServerResponse): void => {
    const isBrokenOff = !request.complete || errorCode(error) === 'ECONNRESET';
    if (request.destroyed && isBrokenOff) return; // the sender has gone: nobody is there to be told
    const fault = toFault(error);
    if (fault === undefined) onFailure(error);
    else onFault(fault, request);
    answerFault(response, fault ?? INTERNAL);
  };

  server.on('request', async (request, response) => {
    try {
      if (await traffic.enter(request, response)) await handle(request, response);
    } catch (error) {
      tellFault(error, request, response);
    }
  });

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy()); // gone before we could answer
    const target = toTarget(request.url);
    const turned = doorkeeper.admit(toUpgradeKnock(request, target));
    if (turned !== undefined) return refuseSocket(socket, { ...turned, code: turned.reason });
    const fault = onUpgrade(request, socket, head, target);
    if (fault === undefined) return;
    onFault(fault);
    refuseSocket(socket, fault);
  });

  refuseBroken(server, onFault);
}
