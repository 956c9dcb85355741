import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** The least that Node can do with a POST: reads it and says 204. Keeps nothing. Prints its port. */
const server = http.createServer((request, response) => {
  request.on('data', () => {});
  request.once('end', () => response.writeHead(204).end());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
