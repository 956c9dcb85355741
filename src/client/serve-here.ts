import { WebSocketServer } from 'ws';
import { createHttpServer, type HttpServerOptions, refuseBroken } from '../shared/bounded-server.ts';
import { loadSettings, readSurroundings } from '../shared/config.ts';
import { createDoorkeeper } from '../shared/doorkeeper.ts';
import { createGate } from '../shared/gate.ts';
import { HANDSHAKE, refuseHandshake } from '../shared/handshake.ts';
import { BEAT_MS } from '../shared/heartbeat.ts';
import { ensureHome } from '../shared/home-folder.ts';
import { toTarget, toUpgradeKnock } from '../shared/knock.ts';
import { listenNear } from '../shared/listen-near.ts';
import { homePaths } from '../shared/paths.ts';
import { type Fault, printFault, refuseSocket } from '../shared/refuse-socket.ts';
import { ensureToken } from '../shared/token-file.ts';
import { createTokenSource } from '../shared/token-source.ts';
import { createAudience } from './audience.ts';
import type { Broadcaster } from './broadcaster.ts';
import type { Whereabouts } from './find-daemon.ts';
import { toLetter } from './to-letter.ts';

/** Past this many, the next one is turned away. */
const MAX_CLIENTS = 512;
/** Those that are still shaking hands find a place beside them; past it nobody is answered. */
const MAX_CONNECTIONS = 2 * MAX_CLIENTS;
/** Clients have little to say here, and need few pieces for it: in a buffer of its own a byte costs a hundred. */
const MESSAGE_LIMITS = { maxPayload: 64 * 1024, maxFragments: 256, maxBufferedChunks: 1024 };

const FULL: Fault = { status: 503, code: 'full', message: `There are ${MAX_CLIENTS} clients; no more are taken.` };
const ONLY_STREAMS: Fault = { status: 426, code: 'only_streams', message: 'Only WebSockets are served here.' };

/** A server in this process, for the time without a daemon: the same clients come in by the same rules and hear the same. */
export async function serveHere(where: Whereabouts, limits: HttpServerOptions = {}): Promise<Broadcaster> {
  const { home, env } = readSurroundings();
  const paths = homePaths(where.home ?? home);
  const { settings } = loadSettings(paths.config, env);
  ensureHome(paths);
  ensureToken(paths.token);
  const server = createHttpServer({ maxConnections: MAX_CONNECTIONS, ...limits });
  const port = await listenNear(server, where.port ?? settings.port);

  const audience = createAudience();
  const token = createTokenSource(paths.token, () => {
    if (settings.auth === 'token') audience.dismiss();
  });
  const gate = createGate({ ...settings, port });
  const doorkeeper = createDoorkeeper({ gate, token: token.current, onTurned: () => {}, nowMs: Date.now });
  const webSockets = new WebSocketServer({ ...HANDSHAKE, ...MESSAGE_LIMITS });
  webSockets.on('wsClientError', refuseHandshake);

  // whatever else the request holds is not waited for
  const headers = { upgrade: 'websocket', connection: 'close', 'content-type': 'application/json' };
  server.on('request', (_request, response) => {
    response.writeHead(ONLY_STREAMS.status, headers).end(printFault(ONLY_STREAMS));
  });
  refuseBroken(server, () => {});
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy()); // gone before we could answer
    const turned = doorkeeper.admit(toUpgradeKnock(request, toTarget(request.url)));
    if (turned !== undefined) return refuseSocket(socket, { ...turned, code: turned.reason });
    if (audience.size() >= MAX_CLIENTS) return refuseSocket(socket, FULL);
    webSockets.handleUpgrade(request, socket, head, (webSocket) => audience.admit(webSocket, socket));
  });
  const beat = setInterval(() => {
    token.current(); // notices a new one though nobody asks
    audience.beat();
  }, BEAT_MS).unref();

  const shutDown = async (): Promise<void> => {
    clearInterval(beat);
    const closed = new Promise((resolve) => server.close(resolve));
    await audience.close();
    server.closeAllConnections();
    await closed;
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= shutDown();
    return closing;
  };

  return {
    kind: 'server',
    address: `ws://127.0.0.1:${port}/`,
    broadcastEvent: (type, data) => audience.tell(toLetter(type, data).text),
    clients: async () => audience.size(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
