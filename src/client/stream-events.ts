import { MpmError } from '../shared/errors.ts';
import { isObject, parseFields } from '../shared/wire.ts';
import { type Connection, openConnection } from './connection.ts';
import { type EventWish, toEventQuery } from './event-wish.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';
import { withQuery } from './get-answer.ts';
import { lost } from './lost.ts';

export interface StreamOptions extends EventWish, Whereabouts {}

/** Every envelope that matches, in order of arrival, as lines of JSON in pieces of any size; the daemon waits for whoever reads. */
export async function* streamEvents(options: StreamOptions = {}): AsyncGenerator<Buffer, void, undefined> {
  const connection = await openConnection(findDaemon(options));
  try {
    yield* readAnswer(connection, withQuery('/v1/events', toEventQuery(options)));
  } finally {
    connection.close();
  }
}

async function* readAnswer(connection: Connection, path: string): AsyncGenerator<Buffer, void, undefined> {
  const answer = await connection.open({ path, headers: { accept: 'application/x-ndjson' } });
  if (answer.statusCode !== 200 || answer.headers['content-type'] !== 'application/x-ndjson') {
    throw await toFailure(answer);
  }
  try {
    yield* answer as AsyncIterable<Buffer>;
  } catch (error) {
    throw lost(error); // broken off: what came is not all
  }
}

async function toFailure(answer: AsyncIterable<Buffer>): Promise<MpmError> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const error = parseFields(Buffer.concat(chunks).toString('utf8'))?.error;
  if (isObject(error)) return new MpmError('REFUSED', String(error.message));
  return new MpmError('DAEMON_TOO_OLD', 'The daemon cannot give all of its events at once.', {
    hint: 'mpm-hook daemon restart',
  });
}
