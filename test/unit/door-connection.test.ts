import { EventEmitter } from 'node:events';
import { Duplex } from 'node:stream';
import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { type Connection, connect } from '../../src/daemon/door/connection.ts';
import { PROTOCOL, VERSION } from '../../src/shared/version.ts';
import { stage } from '../helpers/broadcast-stage.ts';
import { createTestIntake } from '../helpers/test-intake.ts';
import { until } from '../helpers/until.ts';

const MANY = Buffer.alloc(2 * 1024 * 1024);
const FEW = Buffer.alloc(100);
const LONG = JSON.stringify({ hook_event_name: 'Stop', session_id: 's1', last: 'a'.repeat(10_000) });

interface Peer {
  readonly connection: Connection;
  say(message: object): void;
  /** Takes one of the writes that wait; false when there is none. */
  take(): boolean;
  /** What was taken, but for what says nothing. */
  taken(): string;
  /** What was told to the backlog. */
  owedBytes(): number;
}

let connections: Connection[] = [];
afterEach(() => {
  for (const { subscriber } of connections) subscriber.close();
  connections = [];
});

/** The other side of a connection, which takes what we write only when it is told to. */
function connectPeer({ store, broadcaster } = stage()): Peer {
  const taken: Buffer[] = [];
  let owedBytes = 0;
  let inFlight: { readonly chunk: Buffer; readonly done: () => void } | undefined;
  const socket = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      inFlight = { chunk, done };
    },
  });
  const webSocket = Object.assign(new EventEmitter(), { OPEN: 1, readyState: 1, pause() {}, resume() {}, close() {} });
  const connection = connect(webSocket as unknown as WebSocket, socket, {
    identity: { pid: 1, port: 1, version: VERSION, protocol: PROTOCOL, startedAt: 0, storeId: store.storeId },
    store,
    broadcaster,
    intake: createTestIntake(store),
    status: () => ({}),
    nowMs: Date.now,
    reporter: { report() {} },
    onRejected() {},
    backlog: {
      grew(bytes) {
        owedBytes += bytes;
      },
    },
  });
  connections.push(connection);
  return {
    connection,
    say: (message) => void webSocket.emit('message', Buffer.from(JSON.stringify(message))),
    take() {
      const { chunk, done } = inFlight ?? {};
      inFlight = undefined;
      if (chunk !== undefined && chunk !== MANY && chunk !== FEW) taken.push(chunk);
      done?.();
      return done !== undefined;
    },
    taken: () => Buffer.concat(taken).toString(),
    owedBytes: () => owedBytes,
  };
}

/** The order in which messages of the types `m0`, `m1`, … were refused, and so heard. */
async function heard(peer: Peer, count: number): Promise<number[]> {
  const order = () => [...peer.taken().matchAll(/of type \\"m(\d+)/g)].map(([, number]) => Number(number));
  await until(() => {
    while (peer.take());
    return order().length === count;
  });
  return order();
}

test('who speaks when there is room again is not heard before who waited for it', async () => {
  const peer = connectPeer();
  peer.connection.write(MANY);
  peer.connection.write(FEW);
  peer.say({ type: 'm0' });
  peer.take();
  peer.say({ type: 'm1' });

  expect(await heard(peer, 2)).toEqual([0, 1]);
});

test('whatever is written and taken meanwhile, a client is heard in the order in which it spoke', async () => {
  const before = stage();
  const step = fc.constantFrom('say', 'take', 'write many', 'write few');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const peer = connectPeer(before);
      let said = 0;
      for (const one of steps) {
        if (one === 'say') peer.say({ type: `m${said++}` });
        else if (one === 'take') peer.take();
        else peer.connection.write(one === 'write many' ? MANY : FEW);
        await new Promise(setImmediate);
      }
      const order = await heard(peer, said);
      peer.connection.subscriber.close();
      expect(order).toEqual(Array.from({ length: said }, (_, index) => index));
    }),
    { numRuns: 60 },
  );
});

test('F34: what is replayed counts among what all who are behind hold together', async () => {
  const before = stage();
  before.publish(...Array.from({ length: 50 }, () => ({ sessionId: 's1', body: LONG })));
  const peer = connectPeer(before);
  peer.connection.write(FEW);
  peer.say({ type: 'replay', session_id: 's1', speed: 'max' });

  await until(() => peer.connection.untakenBytes() > 200_000);
  expect(peer.owedBytes()).toBeGreaterThanOrEqual(peer.connection.untakenBytes());
});
