import { MpmError } from '../shared/errors.ts';
import type { ToldOutcome } from '../shared/search.ts';
import { isObject, parseFields } from '../shared/wire.ts';
import { type Connection, openConnection } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';
import { lost } from './lost.ts';

export interface StreamOptions extends Whereabouts {
  readonly session?: string | undefined;
  /** The folder they were started in, or one above it. */
  readonly project?: string | undefined;
  /** Types and names of tools, with `*`; ids or types of sub-agents. */
  readonly types?: readonly string[] | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly outcomes?: readonly ToldOutcome[] | undefined;
  readonly agents?: readonly string[] | undefined;
  /** ISO 8601, or how long ago. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Every envelope that matches, in order of arrival, as lines of JSON in pieces of any size; the daemon waits for whoever reads. */
export async function* streamEvents(options: StreamOptions = {}): AsyncGenerator<Buffer, void, undefined> {
  const connection = await openConnection(findDaemon(options));
  try {
    yield* readAnswer(connection, toQuery(options));
  } finally {
    connection.close();
  }
}

async function* readAnswer(connection: Connection, query: string): AsyncGenerator<Buffer, void, undefined> {
  const answer = await connection.open({ path: `/v1/events${query}`, headers: { accept: 'application/x-ndjson' } });
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

function toQuery({ session, project, types, tools, outcomes, agents, since, until }: StreamOptions): string {
  const query = new URLSearchParams();
  for (const [name, values = []] of Object.entries({ type: types, tool: tools, outcome: outcomes, agent: agents })) {
    for (const value of values) query.append(name, value);
  }
  for (const [name, value] of Object.entries({ session, project, since, until })) {
    if (value !== undefined) query.set(name, value);
  }
  return query.size === 0 ? '' : `?${query}`;
}
