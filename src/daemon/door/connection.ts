import type { Duplex } from 'node:stream';
import type { Backlog } from '../../shared/backlog.ts';
import { toFrame } from '../../shared/frame.ts';
import {
  type Conversation,
  createStreamConnection,
  type OpenWebSocket,
  type StreamConnection,
  type Line as StreamLine,
} from '../../shared/stream-connection.ts';
import { isBulky } from '../events/skim.ts';
import { createSubscriber, type Line, type Subscriber, type SubscriberParts } from './subscriber.ts';

export interface Connection extends StreamConnection<Conversation> {
  readonly subscriber: Subscriber;
}

export interface ConnectionParts extends SubscriberParts {
  readonly backlog: Backlog;
}

/** Puts the conversation with a subscriber on its WebSocket. */
export function connect(webSocket: OpenWebSocket, socket: Duplex, parts: ConnectionParts): Connection {
  const { backlog, reporter } = parts;
  const connection = createStreamConnection(webSocket, socket, {
    backlog,
    converse: (line) => converse(toLine(line), parts),
  });
  const { subscriber } = connection.conversation;
  webSocket.once('close', (code: number) => reporter.report('subscriber_left', { name: subscriber.name(), code }));
  return { ...connection, subscriber };
}

function toLine(line: StreamLine): Line {
  return {
    ...line,
    say(message) {
      const text = JSON.stringify(message);
      // publishing is slowed down instead, by reading no more than the store takes
      if (message.type === 'system.ack') line.write(toFrame(text));
      else line.sayText(text);
    },
  };
}

function converse(line: Line, parts: SubscriberParts): Conversation & { readonly subscriber: Subscriber } {
  const subscriber = createSubscriber(line, parts);
  const refuse = (code: string, message: string) => line.say({ type: 'system.error', code, message });

  return {
    subscriber,
    async hear(message) {
      if (isBulky(message)) {
        parts.onRefused('too_many_values');
        return refuse('too_many_values', 'A message of so many values is not taken.');
      }
      try {
        await subscriber.hear(message.toString());
      } catch (error) {
        parts.reporter.report('failed', { error });
        refuse('internal', 'Something went wrong here; the log knows what.');
      }
    },
    close: subscriber.close,
  };
}
