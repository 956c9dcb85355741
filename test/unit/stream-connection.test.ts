import { EventEmitter } from 'node:events';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { createStreamConnection } from '../../src/shared/stream-connection.ts';

/** A connection whose other side takes nothing of what is written, what is written and what is heard on it. */
function createStage() {
  const heard: string[] = [];
  const written: Buffer[] = [];
  const socket = new Duplex({ read() {}, write() {} });
  const write = socket.write.bind(socket);
  Object.assign(socket, { write: (frame: Buffer) => written.push(frame) && write(frame) });
  const webSocket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    pause() {},
    resume() {},
    ping() {},
    terminate() {},
    close() {
      webSocket.readyState = 2;
    },
  });
  const connection = createStreamConnection(webSocket, socket, {
    backlog: { grew() {} },
    converse: () => ({ hear: (message) => void heard.push(message.toString()), close() {} }),
  });
  const say = async (text: string) => {
    webSocket.emit('message', Buffer.from(text));
    await new Promise(setImmediate);
  };
  return { connection, heard, written, say };
}

test('whoever was sent away is not heard any more, though its messages still come', async () => {
  const { connection, heard, say } = createStage();
  await say('one');
  connection.leave(4029, 'too many requests');
  await say('two');

  expect(heard).toEqual(['one']);
});

test('who has not taken what it was answered is not heard', async () => {
  const { connection, heard, say } = createStage();
  connection.write(Buffer.alloc(1024 * 1024));
  await say('at the bound');
  connection.write(Buffer.alloc(1));
  await say('past it');

  expect(heard).toEqual(['at the bound']);
});

test('what waits far behind keeps nothing in memory but itself', () => {
  const { connection, written } = createStage();
  const urgent = Buffer.from('cut from a block that it shares with others');
  connection.write(urgent);
  connection.write(Buffer.alloc(2 * 1024 * 1024));
  connection.write(urgent);

  const [near, , far] = written;
  expect(near).toBe(urgent);
  expect(far).toEqual(urgent);
  expect(far?.buffer.byteLength).toBe(urgent.length);
});
