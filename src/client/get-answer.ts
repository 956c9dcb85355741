import { MpmError } from '../shared/errors.ts';
import { isObject, parseFields } from '../shared/wire.ts';
import { abortable } from './abortable.ts';
import { type Connection, openConnection } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';
import type { Answer } from './send-request.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface AskOptions extends Whereabouts {
  /** Ends the waiting: rejects with its reason. What was asked for may be done all the same. */
  readonly signal?: AbortSignal | undefined;
}

/** One connection for all the questions of a piece of work. */
export async function ask<Result>(
  options: AskOptions,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const { signal } = options;
  const connection = await openConnection(findDaemon(options), { signal });
  try {
    return await abortable(work(connection), signal);
  } finally {
    connection.close();
  }
}

/** The answer to a question of the read API; what the daemon refuses is thrown with its sentence. */
export async function get(connection: Connection, path: string, query: Fields): Promise<Fields> {
  return parseAnswer(await connection.request({ path: withQuery(path, query) }), path);
}

/** The path with what is given of the query; a list names its parameter again and again. */
export function withQuery(path: string, query: Fields): string {
  const given = Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
    .filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return search === '' ? path : `${path}?${search}`;
}

export function parseAnswer({ status, body }: Answer, path: string): Fields {
  const answer = parseFields(body);
  if (status === 200 && answer !== undefined) return answer;
  throw refusalOf(status, answer?.error, path);
}

export function listOf<Item>(value: unknown): Item[] {
  return Array.isArray(value) ? value.filter(isObject).map((item) => item as Item) : [];
}

function refusalOf(status: number, error: unknown, path: string): MpmError {
  const { code, message } = isObject(error) ? error : {};
  if (code === 'no_session') {
    return new MpmError('NO_SESSION', String(message), { hint: 'mpm-hook sessions' });
  }
  if (status === 503 && message !== undefined) {
    return new MpmError(String(code).toUpperCase(), String(message), { hint: 'mpm-hook daemon status' });
  }
  if (status === 400 && message !== undefined) return new MpmError('REFUSED', String(message));
  return new MpmError('DAEMON_TOO_OLD', `The daemon does not answer ${path} (status ${status}).`, {
    hint: 'mpm-hook daemon restart',
  });
}
