import type { WebSocket } from 'ws';
import type { Envelope } from '../shared/envelope.ts';
import { MpmError } from '../shared/errors.ts';
import { isEnvelope, parseServerMessage } from '../shared/wire.ts';
import { TIMEOUT_MS } from './connection.ts';
import { type AskOptions, ask } from './get-answer.ts';
import { lost } from './lost.ts';
import { silent } from './open-socket.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface HistoryOptions extends AskOptions {
  /** The last so many of what was asked for, at most 1000. */
  readonly limit: number;
  readonly session?: string | undefined;
  readonly types?: readonly string[] | undefined;
}

/** What has happened, oldest first; for what happens from now on there is `subscribe`. */
export async function readHistory(options: HistoryOptions): Promise<Envelope[]> {
  return ask(options, async (connection) => {
    const socket = await connection.upgrade();
    const silence = Promise.withResolvers<never>();
    const timer = setTimeout(() => silence.reject(silent(connection.port, TIMEOUT_MS)), TIMEOUT_MS);
    try {
      return await Promise.race([answerOf(socket, options), silence.promise]);
    } finally {
      clearTimeout(timer);
      socket.terminate();
    }
  });
}

function answerOf(socket: WebSocket, { limit, session, types }: HistoryOptions): Promise<Envelope[]> {
  return new Promise((resolve, reject) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'get_history', limit, session_id: session, types })));
    socket.on('message', (frame) => {
      const answer = parseServerMessage(String(frame))?.find(isAnswer);
      if (answer?.type === 'system.history') resolve((answer.events as readonly Envelope[]).filter(isEnvelope));
      if (answer?.type === 'system.error') reject(new MpmError(String(answer.code), String(answer.message)));
    });
    socket.on('error', (error) => reject(lost(error)));
    socket.on('close', () => reject(lost()));
  });
}

/** Events that happen meanwhile are none of it. */
function isAnswer(message: Envelope | Fields): message is Fields {
  return !isEnvelope(message);
}
