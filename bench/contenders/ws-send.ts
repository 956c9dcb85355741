import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** What most servers on `ws` do: each event is sent to every client. Whoever says "register" is one. Prints its port. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
const clients = new Set<WebSocket>();

server.on('connection', (socket) => {
  socket.on('message', (message: Buffer) => {
    if (message.length === 8) clients.add(socket);
    else
      for (const client of clients) if (client.readyState === WebSocket.OPEN) client.send(message, { binary: false });
  });
  socket.on('close', () => clients.delete(socket));
});
server.on('listening', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
