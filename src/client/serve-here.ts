import * as http from 'node:http';
import { WebSocketServer } from 'ws';
import { loadSettings, readSurroundings } from '../shared/config.ts';
import { createDoorkeeper } from '../shared/doorkeeper.ts';
import { createGate } from '../shared/gate.ts';
import { BEAT_MS } from '../shared/heartbeat.ts';
import { ensureHome } from '../shared/home-folder.ts';
import { SUBPROTOCOL, toTarget, toUpgradeKnock } from '../shared/knock.ts';
import { listenNear } from '../shared/listen-near.ts';
import { homePaths } from '../shared/paths.ts';
import { type Fault, refuseSocket } from '../shared/refuse-socket.ts';
import { ensureToken } from '../shared/token-file.ts';
import { createTokenSource } from '../shared/token-source.ts';
import { CLOSE_GOING_AWAY, CLOSE_TOKEN_CHANGED } from '../shared/wire.ts';
import { createAudience } from './audience.ts';
import type { Broadcaster } from './broadcaster.ts';
import type { Whereabouts } from './find-daemon.ts';
import { toLetter } from './to-letter.ts';

/** Past this many, the next one is turned away. */
const MAX_CLIENTS = 512;
/** Clients have little to say here. */
const MAX_MESSAGE_BYTES = 64 * 1024;
/** A handshake has to be there within this. */
const HANDSHAKE_MS = 10_000;
/** Whoever has not answered our goodbye by then is cut off. */
const GOODBYE_MS = 1000;

const FULL: Fault = { status: 503, code: 'full', message: `There are ${MAX_CLIENTS} clients; no more are taken.` };

/** A server in this process, for the time without a daemon: the same clients come in by the same rules and hear the same. */
export async function serveHere(where: Whereabouts): Promise<Broadcaster> {
  const { home, env } = readSurroundings();
  const paths = homePaths(where.home ?? home);
  const { settings } = loadSettings(paths.config, env);
  ensureHome(paths);
  ensureToken(paths.token);
  const server = http.createServer({ headersTimeout: HANDSHAKE_MS, connectionsCheckingInterval: HANDSHAKE_MS });
  const port = await listenNear(server, where.port ?? settings.port);

  const audience = createAudience();
  const token = createTokenSource(paths.token, () => {
    if (settings.auth === 'token') audience.dismiss(CLOSE_TOKEN_CHANGED, 'token changed');
  });
  const gate = createGate({ ...settings, port });
  const doorkeeper = createDoorkeeper({ gate, token: token.current, onTurned: () => {}, nowMs: Date.now });
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL, // never echoes the one that holds the token
  });

  server.on('request', (_request, response) => void response.writeHead(426, { upgrade: 'websocket' }).end());
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
    audience.dismiss(CLOSE_GOING_AWAY, 'going away');
    server.closeIdleConnections();
    const cutOff = setTimeout(() => {
      for (const webSocket of webSockets.clients) webSocket.terminate();
      server.closeAllConnections();
    }, GOODBYE_MS);
    await closed;
    clearTimeout(cutOff);
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
