import * as fs from 'node:fs';
import * as http from 'node:http';
import type * as net from 'node:net';
import { helloProof } from '../../src/shared/hello.ts';
import { ensureToken } from '../../src/shared/token-file.ts';
import { PROTOCOL, VERSION } from '../../src/shared/version.ts';
import type { TempHome } from './temp-home.ts';

interface ReceivedEvent {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface FakeDaemon {
  readonly port: number;
  readonly events: readonly ReceivedEvent[];
  connections(): number;
  close(): Promise<void>;
}

interface FakeDaemonOptions {
  /** What a delivery is answered with; `never` leaves it waiting. */
  readonly answer?: number | 'never';
  readonly version?: string;
}

/** The other end of a delivery, without a store: proves itself as this home's daemon, and keeps what it was sent. */
export async function startFakeDaemon(
  home: TempHome,
  { answer = 204, version = VERSION }: FakeDaemonOptions = {},
): Promise<FakeDaemon> {
  const token = ensureToken(home.paths.token);
  const events: ReceivedEvent[] = [];
  let connections = 0;
  const server = http.createServer((request, response) => {
    const { port } = server.address() as net.AddressInfo;
    if (request.url === '/v1/hello') {
      response.setHeader('x-mpm-proof', helloProof(token, String(request.headers['x-mpm-nonce']), port));
      response.end(JSON.stringify({ version, protocol: PROTOCOL, pid: process.pid, startedAt: 1, storeId: 'fake' }));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      events.push({ headers: request.headers, body: Buffer.concat(chunks) });
      if (answer !== 'never') response.writeHead(answer).end();
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const state = { pid: process.pid, port, version, protocol: PROTOCOL, startedAt: 1, storeId: 'fake' };
  fs.writeFileSync(home.paths.state, JSON.stringify(state));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, events, connections: () => connections, close };
}
