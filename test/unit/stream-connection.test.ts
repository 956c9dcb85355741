import { EventEmitter } from 'node:events';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { createStreamConnection } from '../../src/shared/stream-connection.ts';

/** A connection whose other side takes nothing of what is written, and what is heard on it. */
function createStage() {
  const heard: string[] = [];
  const socket = new Duplex({ read() {}, write() {} });
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
  return { connection, heard, say };
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
