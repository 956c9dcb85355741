import { MpmError } from '../shared/errors.ts';
import { printHookHeader } from '../shared/hook-header.ts';
import { VERSION } from '../shared/version.ts';
import type { Connection } from './connection.ts';
import { lost } from './lost.ts';

export interface Line {
  readonly id: string;
  /** The message as JSON, on one line. */
  readonly text: string;
}

const HEADERS = {
  'content-type': 'application/x-ndjson',
  'x-mpm-hook': printHookHeader({ version: VERSION, via: 'send' }),
};

/** The token was changed under us, or too many tried wrong ones: a new connection has the right one. */
const LATER = [401, 429];

/** Sends lines in one request; resolves, when all of them are in the store, to the codes of those that were refused, by line. */
export async function postLines(connection: Connection, lines: readonly Line[]): Promise<ReadonlyMap<number, string>> {
  const body = lines.map(({ text }) => `${text}\n`).join('');
  const answer = await connection.request({ method: 'POST', path: '/v1/events', headers: HEADERS, body });
  if (answer.status === 200) return parseRefused(answer.body);
  if (LATER.includes(answer.status) || answer.status >= 500) throw lost(new Error(`status ${answer.status}`));
  throw new MpmError('EVENTS_REFUSED', `The daemon refused the events (status ${answer.status}).`, {
    hint: 'mpm-hook daemon logs --level warn',
  });
}

function parseRefused(body: string): ReadonlyMap<number, string> {
  const { rejected } = JSON.parse(body) as {
    readonly rejected: readonly { readonly line: number; readonly code: string }[];
  };
  return new Map(rejected.map(({ line, code }) => [line, code]));
}
