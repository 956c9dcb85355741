import type { Envelope } from '../shared/envelope.ts';
import { MpmError } from '../shared/errors.ts';
import { isEnvelope, parseServerMessage } from '../shared/wire.ts';
import { openConnection } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';
import { lost } from './lost.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface HistoryOptions extends Whereabouts {
  /** The last so many of what was asked for, at most 1000. */
  readonly limit: number;
  readonly session?: string | undefined;
  readonly types?: readonly string[] | undefined;
}

/** What has happened, oldest first; for what happens from now on there is `subscribe`. */
export async function readHistory(options: HistoryOptions): Promise<Envelope[]> {
  const { limit, session, types } = options;
  const connection = await openConnection(findDaemon(options));
  const socket = await connection.upgrade();
  try {
    return await new Promise((resolve, reject) => {
      socket.on('open', () => socket.send(JSON.stringify({ type: 'get_history', limit, session_id: session, types })));
      socket.on('message', (frame) => {
        const answer = parseServerMessage(String(frame))?.find(isAnswer);
        if (answer?.type === 'system.history') resolve((answer.events as readonly Envelope[]).filter(isEnvelope));
        if (answer?.type === 'system.error') reject(new MpmError(String(answer.code), String(answer.message)));
      });
      socket.on('error', (error) => reject(lost(error)));
      socket.on('close', () => reject(lost()));
    });
  } finally {
    socket.terminate();
    connection.close();
  }
}

/** Events that happen meanwhile are none of it. */
function isAnswer(message: Envelope | Fields): message is Fields {
  return !isEnvelope(message);
}
