import * as http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';

interface Socket {
  readonly handshake: { readonly auth: { readonly register?: boolean } };
  on(event: 'publish', listener: (event: unknown) => void): void;
  join(room: string): void;
}

interface SocketIo {
  readonly Server: new (
    server: http.Server,
    options: object,
  ) => {
    on(event: 'connection', listener: (socket: Socket) => void): void;
    to(room: string): { emit(event: string, value: unknown): void };
  };
}

/** Socket.IO, WebSockets only. Whoever registers as it connects gets the events; the others publish them. Prints its port. */
const [folder = '.'] = process.argv.slice(2);
const { Server } = createRequire(path.join(folder, 'package.json'))('socket.io') as SocketIo;
const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, pingInterval: 600_000 });

io.on('connection', (socket) => {
  if (socket.handshake.auth.register === true) socket.join('all');
  socket.on('publish', (event) => io.to('all').emit('event', event));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
