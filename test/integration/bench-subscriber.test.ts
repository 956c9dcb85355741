import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createAccountedSubscriber } from '../../bench/accounted-subscriber.ts';
import type { OurServer } from '../../bench/stream-home.ts';
import { until } from '../helpers/until.ts';

let server: WebSocketServer;
afterEach(() => server.close());

test('what comes before a late register is answered is in nobody’s books: it was not asked for, and comes again', async () => {
  let lastSeq = 3;
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.on('message', (text) => {
      const { after = lastSeq } = JSON.parse(String(text));
      say({ type: 'custom.early', seq: lastSeq });
      say({ type: 'system.welcome', store_id: 'one', seq: lastSeq });
      for (let seq = after + 1; seq <= lastSeq; seq += 1) say({ type: 'custom.asked', seq });
    });
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const subscriber = createAccountedSubscriber({ port, token: 'any' } as OurServer);
  await subscriber.connect();
  await subscriber.close();
  lastSeq = 9;
  await subscriber.connect();
  await until(() => subscriber.account.reachedSeq() === 9);
  await subscriber.close();

  expect(subscriber.account.received()).toBe(6);
  expect(subscriber.account.faults()).toBe(0);
});
